using Shared.Logout.Tests.Storage;
using TestSupport;

namespace Shared.Logout.Tests.Current;

/// <summary>Redis with a replica that takes over: the connection string names the sentinel and the service.</summary>
public sealed class RedisSentinelTests
{
    [Fact]
    public async Task When_the_replica_takes_over_nothing_is_lost_and_the_next_logout_arrives_everywhere()
    {
        await using var redis = await RedisSentinel.StartAsync();
        await using var first = await Instance.StartAsync(redis.ConnectionString);
        await using var second = await Instance.StartAsync(redis.ConnectionString);
        var before = Instance.NewKeys(50);
        await Task.WhenAll(before.Select(first.RecordAsync));
        await Until.IsTrueAsync(() => second.Holds(before));
        await redis.ReplicaHasAllAsync();

        await redis.Master.KillAsync();
        await redis.TookOverAsync();

        var after = Instance.NewKey();
        await Until.IsTrueAsync(async () => await first.TryRecordAsync(after), what: "a logout is recorded at the new master");
        await Until.IsTrueAsync(() => second.Holds([after]), what: "it arrives at the other instance");
        Assert.True(first.Holds(before) && second.Holds(before));
        await using var third = await Instance.StartAsync(redis.ConnectionString);
        Assert.True(third.Holds([.. before, after]));
    }
}
