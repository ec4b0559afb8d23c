using Dapper;

using IdentityHost.Configuration;
using IdentityHost.Data;
using IdentityHost.Delivery;
using IdentityHost.Tests.Core;
using IdentityHost.Tests.Provider;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

using TestSupport;

using Xunit;

namespace IdentityHost.Tests.Outbox;

[Collection(OnPostgres.Name)]
public sealed class DeliveryOnPostgresTests(PostgresCore host) : DeliveryContract(host)
{
    private const int Waiting = 3000;
    private const int Completed = 50;
    private const int Calls = 12;

    // A database of its own, here and below: what other tests read would be counted too, and the server counts late.
    [Fact]
    public async Task A_result_is_written_without_reading_what_waits_also_where_statistics_are_of_a_quiet_time()
    {
        await using var node = await NodeAsync();
        var (data, store) = (node.Services.GetRequiredService<IDatabase>(), node.Services.GetRequiredService<DeliveryStore>());
        await ExecuteAsync(data, "ALTER TABLE deliveries SET (autovacuum_enabled = off)");
        await InsertAsync(data, "quiet", "delivered", 20_000);
        await ExecuteAsync(data, "ANALYZE deliveries");
        await InsertAsync(data, "storm", "pending", Waiting);
        var before = await ReadsAsync(data);

        for (var i = 1; i <= Completed; i++)
        {
            var now = DateTimeOffset.UtcNow;
            Assert.Empty(await store.CompleteAsync([new CompletedAttempt(Lease.Of($"storm.{i}", "storm", "c00", now), AttemptOutcome.Of(200, null, TimeSpan.Zero, null), now, null)], default));
            Assert.NotNull(await store.NextDueAsync(DateTimeOffset.UtcNow, default));
        }

        // The server's counters follow a moment later, each connection's at once.
        await Until.IsTrueAsync(
            async () => await ReadsAsync(data) is var now && now.ById >= before.ById + Completed && now.Searches >= before.Searches + Completed, what: "the server has counted");
        Assert.InRange((await ReadsAsync(data)).Entries - before.Entries, 0, Waiting * Completed / 10);
        Assert.Equal(Completed, await CountAsync(data, "storm", "delivered"));
    }

    [Fact]
    public async Task What_is_due_is_leased_without_reading_all_of_it_also_where_there_are_no_statistics()
    {
        await using var node = await NodeAsync();
        var data = node.Services.GetRequiredService<IDatabase>();
        await ExecuteAsync(data, "ALTER TABLE deliveries SET (autovacuum_enabled = off)");
        await InsertAsync(data, "quiet", "delivered", 20_000);
        await InsertAsync(data, "storm", "pending", Waiting);
        var later = new OffsetTime();
        later.Advance(TimeSpan.FromHours(2));
        var store = new DeliveryStore(data, node.Services.GetRequiredService<IOptions<IdentityHostOptions>>(), later);
        var before = await ReadsAsync(data);

        var leased = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Calls; i++)
            leased.UnionWith((await store.LeaseAsync(later.GetUtcNow(), Completed, [], _ => Completed, default)).Leased.Select(delivery => delivery.Id));

        Assert.Equal(Enumerable.Range(1, Calls * Completed).Select(i => $"storm.{i}").Order(), leased.Order());      // the oldest, each once
        await Until.IsTrueAsync(async () => (await ReadsAsync(data)).Searches >= before.Searches + Calls, what: "the server has counted");
        Assert.InRange((await ReadsAsync(data)).Entries - before.Entries, 0, Waiting * Calls / 2);
    }

    // Without what counts the outbox now and then: its reads would be counted too.
    private async Task<SecondNode> NodeAsync() => new(
        new Dictionary<string, string>(host.Settings) { ["ConnectionStrings:Identity"] = await host.Postgres.NewDatabaseAsync() },
        services => services.Remove(services.Single(service => service.ImplementationType == typeof(Diagnostics.DeliveryStatistics))));

    // Due in an hour, so that nobody sends them.
    private static Task<int> InsertAsync(IDatabase data, string batch, string state, int rows) => ExecuteAsync(data, $"""
        INSERT INTO deliveries (id, batch_id, client_id, issuer, sub, reason, ended_at, state, attempts, due_at, give_up_at)
        SELECT '{batch}.' || i, '{batch}', 'c00', 'http://idp.test', 'u', 'admin', {Now}, '{state}', 0, {Now} + 3600000 + i, {Now} + 7200000
        FROM generate_series(1, {rows}) AS i
        """);

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private static Task<int> ExecuteAsync(IDatabase data, string sql)
        => data.WriteAsync((connection, transaction) => connection.ExecuteAsync(sql, null, transaction), default);

    private static async Task<long> CountAsync(IDatabase data, string batch, string state)
    {
        await using var connection = await data.OpenAsync(default);
        return await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM deliveries WHERE batch_id = @batch AND state = @state", new { batch, state });
    }

    /// <summary>How often the queue's index and the primary key were searched, and how many entries of all indexes were read.</summary>
    private static async Task<(long Searches, long ById, long Entries)> ReadsAsync(IDatabase data)
    {
        await using var connection = await data.OpenAsync(default);
        return await connection.QuerySingleAsync<(long, long, long)>(
            """
            SELECT MAX(CASE WHEN indexrelname = 'deliveries_due' THEN idx_scan END), MAX(CASE WHEN indexrelname = 'deliveries_pkey' THEN idx_scan END), SUM(idx_tup_read)::bigint
            FROM pg_stat_user_indexes WHERE relname = 'deliveries'
            """);
    }
}
