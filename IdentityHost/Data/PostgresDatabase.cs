using System.Data.Common;
using System.Net.Sockets;

using Npgsql;

namespace IdentityHost.Data;

/// <summary>One database for any number of IdentityHost nodes.</summary>
internal sealed class PostgresDatabase(NpgsqlDataSource source, TimeProvider time) : IDatabase, IAsyncDisposable
{
    private const int MaxAttempts = 8;

    public string SkipLocked => "FOR UPDATE SKIP LOCKED";

    public string ByIndex => "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off;";

    public bool IsShared => true;

    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken) => await ConnectAsync(cancellationToken);

    public async Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await ConnectAsync(cancellationToken);
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                var result = await work(connection, transaction);
                await transaction.CommitAsync(CancellationToken.None);  // cancelling a commit would leave its outcome unknown
                return result;
            }
            catch (PostgresException ex) when (attempt < MaxAttempts
                && ex.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5 * attempt), time, cancellationToken);
            }
        }
    }

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await source.OpenConnectionAsync(cancellationToken);
        }
        catch (SocketException ex)      // a name that does not resolve; every other outage is a DbException already
        {
            throw new NpgsqlException(ex.Message, ex);
        }
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();
}
