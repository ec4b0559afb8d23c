using Shared.Logout.Sessions;
using TestSupport;

namespace Shared.Logout.Tests.Storage;

public sealed class RedisClusterTests
{
    [Fact]
    public async Task Two_instances_share_their_revocations_through_a_cluster_of_three_masters_wherever_the_slot_lies()
    {
        await using var cluster = await RedisCluster.StartAsync();
        // One prefix is one slot, so these land on different masters.
        foreach (var prefix in (string[])["a", "b", "c", "d"])
        {
            await using var first = await Instance.StartAsync(cluster.ConnectionString, prefix);
            await using var second = await Instance.StartAsync(cluster.ConnectionString, prefix);
            var keys = Instance.NewKeys(200);
            await Task.WhenAll(keys.Select(first.RecordAsync));
            await Until.IsTrueAsync(() => second.Holds(keys));
            await using var third = await Instance.StartAsync(cluster.ConnectionString, prefix);
            Assert.True(third.Holds(keys));
            Assert.NotNull(await third.Store.FindAsync(keys[0], default));
            Assert.Equal(SessionVerdict.Live, await third.CheckAsync(Instance.NewKey()));
        }

        var sizes = new List<string>();
        foreach (var master in cluster.Masters)
            sizes.Add(await master.CommandAsync("DBSIZE"));
        Assert.Contains(sizes, size => size != "0");
        Assert.True(sizes.Count(size => size != "0") > 1, $"all prefixes lie on one master: {string.Join(", ", sizes)}");
    }

    [Fact]
    public async Task A_flush_of_the_cluster_is_healed()
    {
        await using var cluster = await RedisCluster.StartAsync();
        await using var first = await Instance.StartAsync(cluster.ConnectionString);
        await using var second = await Instance.StartAsync(cluster.ConnectionString);
        var keys = Instance.NewKeys(500);
        await Task.WhenAll(keys.Select(first.RecordAsync));
        await Until.IsTrueAsync(() => second.Holds(keys));
        foreach (var master in cluster.Masters)
            await master.FlushAllAsync();
        await Until.IsTrueAsync(() => first.Log.Count("StoreRestored") + second.Log.Count("StoreRestored") > 0);
        await using var third = await Instance.StartAsync(cluster.ConnectionString);
        await Until.IsTrueAsync(() => third.Holds(keys));
    }
}
