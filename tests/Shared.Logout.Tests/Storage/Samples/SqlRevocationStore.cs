using System.Data.Common;
using System.Globalization;
using Shared.Logout;

namespace MyApp;

/// <summary>Revocations in any SQL database with one writer at a time, followed by every instance.</summary>
public sealed class SqlRevocationStore(Func<DbConnection> connect, TimeProvider time) : IRevocationFeed
{
    private const int PageSize = 1000;

    public const string Schema = """
        CREATE TABLE IF NOT EXISTS tokens (id TEXT PRIMARY KEY, expires BIGINT NOT NULL);
        CREATE TABLE IF NOT EXISTS revocations (
            position INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, cutoff BIGINT NOT NULL, expires BIGINT NOT NULL);
        CREATE INDEX IF NOT EXISTS revocations_by_key ON revocations (key);
        """;

    public async ValueTask<RecordOutcome> RecordAsync(
        RevocationKey tokenId, DateTimeOffset tokenExpiresAt, IReadOnlyList<Revocation> revocations, CancellationToken cancellationToken)
        => await InTransactionAsync(
            async sql =>
            {
                await sql.RunAsync("DELETE FROM tokens WHERE expires <= @0", Now);
                await sql.RunAsync("DELETE FROM revocations WHERE expires <= @0", Now);
                // The token id first: of two posts at the same moment, one finds the row of the other.
                if (await sql.RunAsync("INSERT INTO tokens VALUES (@0, @1) ON CONFLICT DO NOTHING", tokenId.ToString(), Seconds(tokenExpiresAt)) == 0)
                    return RecordOutcome.Repeated;
                await AppendAsync(sql, revocations);
                return RecordOutcome.Recorded;
            },
            cancellationToken);

    public async ValueTask<Revocation?> FindAsync(RevocationKey key, CancellationToken cancellationToken)
        => await InTransactionAsync(
            async sql => (await sql.ReadAsync(
                "SELECT 0, key, MAX(cutoff), MAX(expires) FROM revocations WHERE key = @0 AND expires > @1 GROUP BY key",
                row => ToRevocation(row, key), key.ToString(), Now)).SingleOrDefault(),
            cancellationToken);

    public async ValueTask<RevocationPage> ReadAsync(string? position, CancellationToken cancellationToken)
        => await InTransactionAsync(
            async sql =>
            {
                // The row itself, too: that it is still there proves that this is the log that was read before.
                var from = long.Parse(position ?? "0", CultureInfo.InvariantCulture);
                var rows = await sql.ReadAsync(
                    "SELECT position, key, cutoff, expires FROM revocations WHERE position >= @0 ORDER BY position LIMIT @1",
                    row => (Position: row.GetInt64(0), Revocation: ToRevocation(row, ReadKey(row.GetString(1)))), from, PageSize + 1);
                if (from != 0 && (rows.Count == 0 || rows[0].Position != from))
                    return new RevocationPage([], "0", HasMore: false, Gap: true);
                var last = rows.Count == 0 ? from : rows[^1].Position;
                return new RevocationPage(
                    [.. rows.Skip(from == 0 ? 0 : 1).Select(row => row.Revocation)], $"{last}", HasMore: rows.Count > PageSize, Gap: false);
            },
            cancellationToken);

    // Nobody wakes anybody: every instance reads every two seconds. A database with notifications calls wake, and lost when its connection breaks.
    public ValueTask<IAsyncDisposable> SubscribeAsync(Action wake, Action lost, CancellationToken cancellationToken) => new(new Nothing());

    public async ValueTask RestoreAsync(IReadOnlyList<Revocation> revocations, CancellationToken cancellationToken)
        => await InTransactionAsync(
            async sql =>
            {
                foreach (var revocation in revocations)
                {
                    var held = await sql.ReadAsync(
                        "SELECT 1 FROM revocations WHERE key = @0 GROUP BY key HAVING MAX(cutoff) >= @1 AND MAX(expires) >= @2",
                        row => true, revocation.Key.ToString(), Seconds(revocation.Cutoff), Seconds(revocation.ExpiresAt));
                    if (held.Count == 0)
                        await AppendAsync(sql, [revocation]);
                }

                return true;
            },
            cancellationToken);

    private long Now => Seconds(time.GetUtcNow());

    private static async Task AppendAsync(Sql sql, IReadOnlyList<Revocation> revocations)
    {
        foreach (var revocation in revocations)
        {
            await sql.RunAsync(
                "INSERT INTO revocations (key, cutoff, expires) VALUES (@0, @1, @2)",
                revocation.Key.ToString(), Seconds(revocation.Cutoff), Seconds(revocation.ExpiresAt));
        }
    }

    private async Task<T> InTransactionAsync<T>(Func<Sql, Task<T>> action, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = connect();
            await connection.OpenAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var result = await action(new Sql(connection, transaction, cancellationToken));
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        catch (DbException exception)
        {
            throw new RevocationStoreException("The database did not answer.", exception); // an outage, never a verdict
        }
    }

    private static Revocation ToRevocation(DbDataReader row, RevocationKey key) => new(key, ToTime(row.GetInt64(2)), ToTime(row.GetInt64(3)));

    private static RevocationKey ReadKey(string text) => RevocationKey.Read(System.Buffers.Text.Base64Url.DecodeFromChars(text));

    private static long Seconds(DateTimeOffset when) => when == DateTimeOffset.MaxValue ? long.MaxValue : when.ToUnixTimeSeconds();

    private static DateTimeOffset ToTime(long seconds) => seconds == long.MaxValue ? DateTimeOffset.MaxValue : DateTimeOffset.FromUnixTimeSeconds(seconds);

    private sealed record Sql(DbConnection Connection, DbTransaction Transaction, CancellationToken CancellationToken)
    {
        public async Task<int> RunAsync(string text, params object[] values)
        {
            await using var command = Command(text, values);
            return await command.ExecuteNonQueryAsync(CancellationToken);
        }

        public async Task<List<T>> ReadAsync<T>(string text, Func<DbDataReader, T> map, params object[] values)
        {
            await using var command = Command(text, values);
            await using var rows = await command.ExecuteReaderAsync(CancellationToken);
            var result = new List<T>();
            while (await rows.ReadAsync(CancellationToken))
                result.Add(map(rows));
            return result;
        }

        private DbCommand Command(string text, object[] values)
        {
            var command = Connection.CreateCommand();
            (command.CommandText, command.Transaction) = (text, Transaction);
            for (var i = 0; i < values.Length; i++)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ($"@{i}", values[i]);
                command.Parameters.Add(parameter);
            }

            return command;
        }
    }

    private sealed class Nothing : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => default;
    }
}
