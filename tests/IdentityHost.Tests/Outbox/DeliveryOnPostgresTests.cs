using Dapper;

using IdentityHost.Data;
using IdentityHost.Delivery;
using IdentityHost.Tests.Core;

using TestSupport;

using Xunit;

namespace IdentityHost.Tests.Outbox;

[Collection(OnPostgres.Name)]
public sealed class DeliveryOnPostgresTests(PostgresCore host) : DeliveryContract(host)
{
    private const int Waiting = 3000;
    private const int Completed = 50;

    [Fact]
    public async Task A_result_is_written_without_reading_what_waits_also_where_statistics_are_of_a_quiet_time()
    {
        try
        {
            await InsertAsync("quiet", "delivered", 20_000);
            await ExecuteAsync("ANALYZE deliveries");
            await InsertAsync("storm", "pending", Waiting);
            var before = await ReadsAsync();

            var now = DateTimeOffset.UtcNow;
            await host.Get<DeliveryStore>().CompleteAsync(
                [.. Enumerable.Range(1, Completed).Select(i => new CompletedAttempt(Leased(i, now), AttemptOutcome.Of(200, null, TimeSpan.Zero, null), now, null))], default);

            // The server's counters follow a moment later, both at once.
            await Until.IsTrueAsync(async () => (await ReadsAsync()).ById >= before.ById + Completed, what: "the results were found by their ids");
            Assert.InRange((await ReadsAsync()).ByState - before.ByState, 0, Waiting * Completed / 10);
            Assert.Equal(Completed, await CountAsync("storm", "delivered"));
        }
        finally
        {
            await ExecuteAsync("DELETE FROM deliveries WHERE batch_id IN ('quiet', 'storm')");
        }
    }

    private static LeasedDelivery Leased(int i, DateTimeOffset now) => new()
    {
        Id = $"storm.{i}",
        BatchId = "storm",
        ClientId = "c00",
        Issuer = "http://idp.test",
        Sub = "u",
        Reason = "admin",
        EndedAt = now,
        Attempts = 0,
        GiveUpAt = now.AddDays(1),
    };

    // Due in an hour, so that nobody sends them.
    private Task<int> InsertAsync(string batch, string state, int rows) => ExecuteAsync($"""
        INSERT INTO deliveries (id, batch_id, client_id, issuer, sub, reason, ended_at, state, attempts, due_at, give_up_at)
        SELECT '{batch}.' || i, '{batch}', 'c00', 'http://idp.test', 'u', 'admin', {Now}, '{state}', 0, {Now} + 3600000, {Now} + 7200000
        FROM generate_series(1, {rows}) AS i
        """);

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private Task<int> ExecuteAsync(string sql) => host.Data.WriteAsync((connection, transaction) => connection.ExecuteAsync(sql, null, transaction), default);

    private async Task<long> CountAsync(string batch, string state)
    {
        await using var connection = await host.Data.OpenAsync(default);
        return await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM deliveries WHERE batch_id = @batch AND state = @state", new { batch, state });
    }

    private async Task<(long ById, long ByState)> ReadsAsync()
    {
        await using var connection = await host.Data.OpenAsync(default);
        return await connection.QuerySingleAsync<(long, long)>("""
            SELECT MAX(CASE WHEN indexrelname = 'deliveries_pkey' THEN idx_scan END), MAX(CASE WHEN indexrelname = 'deliveries_due' THEN idx_tup_read END)
            FROM pg_stat_user_indexes WHERE relname = 'deliveries'
            """);
    }
}
