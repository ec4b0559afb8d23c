using Microsoft.Extensions.DependencyInjection;
using Shared.Logout.Diagnostics;
using Shared.Logout.Live;
using Shared.Logout.Sessions;
using TestSupport;

namespace Shared.Logout.Tests.Storage;

public sealed class FollowingTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    private readonly string _prefix = Guid.NewGuid().ToString("N");

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task What_one_instance_records_every_other_rejects(int count)
    {
        var instances = new List<Instance>();
        for (var i = 0; i < count; i++)
            instances.Add(await StartAsync());
        try
        {
            foreach (var instance in instances)
            {
                var key = Instance.NewKey();
                await instance.RecordAsync(key);
                Assert.True(instance.Holds([key]));
                foreach (var other in instances)
                    await Until.IsTrueAsync(() => other.Holds([key]));
            }
        }
        finally
        {
            foreach (var instance in instances)
                await instance.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_newcomer_knows_what_was_recorded_before_it_started()
    {
        await using var first = await StartAsync();
        var keys = Instance.NewKeys(3000);
        await Task.WhenAll(keys.Select(first.RecordAsync));
        await using var second = await StartAsync();
        Assert.True(second.Holds(keys));
    }

    [Fact]
    public async Task A_check_before_the_first_catch_up_waits_for_it()
    {
        await using var first = await StartAsync();
        var key = Instance.NewKey();
        await first.RecordAsync(key);
        await using var second = await Instance.StartAsync(redis.Server.ConnectionString, _prefix, inStep: false);
        Assert.Equal(SessionVerdict.Revoked, await second.CheckAsync(key));
    }

    [Fact]
    public async Task A_log_that_goes_because_all_in_it_has_expired_is_no_loss()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        var (old, soon) = (Instance.NewKey(), DateTimeOffset.UtcNow.AddSeconds(8));
        await first.Book.RecordAsync(Instance.NewKey(), soon, [new(old, DateTimeOffset.MaxValue, soon)], default);
        await Until.IsTrueAsync(() => second.Holds([old]) && first.HasReadBack);
        await Until.IsTrueAsync(() => !first.Holds([old]) && !second.Holds([old]));
        await redis.Server.CommandAsync("DEL", $"{{{_prefix}}}:log");   // Redis does so a minute later

        // Both read on from a position that is gone, by the timer.
        var after = DateTimeOffset.UtcNow.AddSeconds(2.5);
        foreach (var instance in (Instance[])[first, second])
            await Until.IsTrueAsync(() => instance.Status.LastReached > after);
        var next = Instance.NewKey();
        await first.RecordAsync(next);
        await Until.IsTrueAsync(() => second.Holds([next]) && first.HasReadBack);
        foreach (var instance in (Instance[])[first, second])
            Assert.Equal((0, 0), (instance.Log.Count("StoreLostEntries"), instance.Log.Count("StoreOutOfStep")));
    }

    [Fact]
    public async Task A_burst_of_ten_thousand_reaches_the_other_instance_in_few_reads()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        await redis.Server.CommandAsync("CONFIG", "RESETSTAT");
        var keys = Instance.NewKeys(10_000);
        foreach (var some in keys.Chunk(2000))      // all at once would wait longer for each other than a logout may
            await Task.WhenAll(some.Select(first.RecordAsync));
        await Until.IsTrueAsync(() => second.Holds(keys));
        // Two instances were each woken ten thousand times.
        Assert.InRange((await redis.Server.CommandCountsAsync())["xrange"], 10, 6000);
    }

    [Fact]
    public async Task An_observer_hears_of_others_revocations_once_and_with_the_reason()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        var revocation = new Revocation(Instance.NewKey(), DateTimeOffset.MaxValue, DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 3600))
        {
            Reason = "admin",
            InitiatedBy = "ClientB",
        };
        await first.Book.RecordAsync(Instance.NewKey(), revocation.ExpiresAt, [revocation], default);
        await Until.IsTrueAsync(() => !second.Observed.IsEmpty);
        Assert.Equal([revocation], second.Observed);

        // The first one heard of it when it recorded it, and reads its own entry back without a second call.
        var last = Instance.NewKey();
        await second.RecordAsync(last);
        await Until.IsTrueAsync(() => first.Holds([last]));
        Assert.Equal([revocation], first.Observed.Where(it => it.Key != last));
    }

    [Fact]
    public async Task Ten_thousand_checks_cause_no_command_beyond_the_timer()
    {
        await using var instance = await StartAsync();
        var revoked = Instance.NewKey();
        await instance.RecordAsync(revoked);
        await redis.Server.CommandAsync("CONFIG", "RESETSTAT");
        for (var i = 0; i < 10_000; i++)
        {
            var check = instance.CheckAsync(i % 2 == 0 ? revoked : Instance.NewKey()).AsTask();
            Assert.True(check.IsCompletedSuccessfully, "a check waited for something");
            Assert.Equal(i % 2 == 0 ? SessionVerdict.Revoked : SessionVerdict.Live, await check);
        }

        var counts = await redis.Server.CommandCountsAsync();
        // The timer reads the log; the client pings and asks after its server now and then; the test resets and asks.
        Assert.Empty(counts.Keys.Except(["xrange", "ping", "info", "config|resetstat", "config|get", "get", "echo", "cluster|nodes"]));
        Assert.InRange(counts.GetValueOrDefault("xrange"), 0, 5);
        Assert.InRange(counts.GetValueOrDefault("get"), 0, 3);
    }

    [Fact]
    public async Task Thousands_of_open_connections_need_no_connection_and_no_subscription_of_their_own()
    {
        await using var instance = await Instance.StartAsync(redis.Server.ConnectionString, _prefix, services: services =>
        {
            services.AddMetrics();
            services.AddSingleton<SessionMetrics>();
            services.AddSingleton<LiveSessions>();
        });
        await using var other = await StartAsync();
        var sessions = instance.Services.GetRequiredService<LiveSessions>();
        var (before, keys) = (await FootprintAsync(), Instance.NewKeys(3000));

        var leases = await Task.WhenAll(keys.Select(key => sessions.HoldAsync(new SessionStamp(key, default, default, 1), default).AsTask()));

        Assert.Equal(before, await FootprintAsync());
        await other.RecordAsync(keys[7]);
        await Until.IsTrueAsync(() => leases[7].Ended.IsCancellationRequested);
        Assert.Equal(1, leases.Count(lease => lease.Ended.IsCancellationRequested));
        foreach (var lease in leases)
            lease.Dispose();
        Assert.Equal(0, sessions.Count);

        async Task<(string Subscriptions, int Connections)> FootprintAsync()
            => (await redis.Server.CommandAsync("PUBSUB", "NUMSUB", $"{{{_prefix}}}:wake"),
                (await redis.Server.CommandAsync("CLIENT", "LIST")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private Task<Instance> StartAsync() => Instance.StartAsync(redis.Server.ConnectionString, _prefix);
}
