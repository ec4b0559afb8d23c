using Dapper;

namespace Bench.Harness;

/// <summary>Fills a provider's tables: sessions with two clients and one grant each, ten sessions a person.</summary>
internal static class SessionTable
{
    private const int SessionsOfEach = 10;

    /// <param name="provider">Its database, which has few rows so far.</param>
    /// <param name="sessions">How many.</param>
    public static async Task FillAsync(Provider provider, int sessions)
    {
        var postgres = provider.Data.IsShared;
        // SQLite's writer is one transaction at a time, and so this one is long; nobody else uses the database yet.
        await provider.Data.WriteAsync(
            async (connection, transaction) =>
            {
                // Indexes are made from all rows at once: the same result as row by row, in less time.
                var indexes = (await connection.QueryAsync<(string Name, string Sql)>(
                    postgres
                        ? "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename IN ('sessions', 'participants', 'grants') "
                            + "AND indexname NOT IN (SELECT conname FROM pg_constraint)"
                        : "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('sessions', 'participants', 'grants')",
                    null, transaction)).AsList();
                await ExecuteAsync(indexes.Select(index => $"DROP INDEX {index.Name}"));
                await ExecuteAsync(Rows(postgres, sessions));
                await ExecuteAsync(indexes.Select(index => index.Sql));
                if (postgres)       // autovacuum would, a minute later
                    await ExecuteAsync(["ANALYZE sessions", "ANALYZE participants", "ANALYZE grants", "ANALYZE users"]);
                return true;

                async Task ExecuteAsync(IEnumerable<string> statements)
                {
                    foreach (var statement in statements)
                        await connection.ExecuteAsync(statement, null, transaction, commandTimeout: 600);
                }
            }, default);
    }

    private static IEnumerable<string> Rows(bool postgres, int sessions)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        const long Hour = 3_600_000;
        var numbers = postgres
            ? $"generate_series(1, {sessions}) AS n(i)"
            : $"(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {sessions}) SELECT i FROM n) AS n";
        // Names as long as real ones, in no order.
        var hash = postgres ? "md5(n.i::text)" : "printf('%08x%024d', (n.i * 2654435761) % 4294967296, n.i)";
        yield return $"""
            INSERT INTO users (sub, username, username_key, password_hash, roles, created_at, password_at)
            SELECT 'person-' || i, 'person-' || i, 'PERSON-' || i, '', '', {now}, {now} FROM {numbers} WHERE i <= {sessions / SessionsOfEach}
            """;
        yield return $"""
            INSERT INTO sessions (sid, handle_hash, sub, issuer, created_at, auth_time, last_seen_at, idle_expires_at, expires_at, amr, user_agent, origin)
            SELECT {hash}, 'h' || {hash}, 'person-' || (1 + i % {sessions / SessionsOfEach}), 'http://idp.test', {now} - i, {now} - i, {now} - i,
                   {now} + {2 * Hour} + i, {now} + {10 * Hour} + i, 'pwd', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', '203.0.113.0/24'
            FROM {numbers}
            """;
        yield return $"""
            INSERT INTO participants (sid, client_id, first_seen_at)
            SELECT s.sid, c.id, {now} FROM sessions s CROSS JOIN (SELECT 'c01' AS id UNION ALL SELECT 'c02') c WHERE s.sub LIKE 'person-%'
            """;
        yield return $"""
            INSERT INTO grants (grant_id, sid, client_id, sub, scope, auth_time, created_at, offline)
            SELECT 'g' || s.sid, s.sid, 'c01', s.sub, 'openid', {now}, {now}, 0 FROM sessions s WHERE s.sub LIKE 'person-%'
            """;
    }
}
