using System.Collections.Concurrent;
using System.Net;
using Shared.Logout.Redis;
using Shared.Logout.Testing;
using TestSupport;

namespace Shared.Logout.Tests.Storage;

/// <summary>kill -9 of the one master in three on which a deployment's keys lie.</summary>
public sealed class RedisClusterKillTests : IAsyncLifetime
{
    private const string Prefix = "killed";
    private static readonly RedisNames s_names = new(Prefix);
    private readonly List<AppInstance> _instances = [];
    private readonly ConcurrentBag<string> _acknowledged = [];
    private readonly ConcurrentBag<string> _refused = [];
    private FakeProvider _provider = null!;
    private RedisCluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _provider = await FakeProvider.StartAsync();
        _cluster = await RedisCluster.StartAsync(nodeTimeout: 5000);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Logouts_while_the_master_of_the_slot_is_dead_are_in_force_and_not_acknowledged_and_afterwards_nothing_is_lost(int count)
    {
        for (var i = 0; i < count; i++)
            await AddAsync();
        await Parallel.ForEachAsync(Enumerable.Range(0, 100), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => await LogOutAsync(_instances[i % count]));
        Assert.Equal((100, 0), (_acknowledged.Count, _refused.Count));
        await EverywhereAsync([.. _acknowledged]);

        // Logouts go on while it dies. Whichever way each is answered, from then on its session is over where it arrived.
        var owner = await _cluster.MasterOfAsync((string)s_names.Log!);
        using var dead = new CancellationTokenSource();
        var going = _instances.Select(instance => LogOutUntilAsync(instance, dead.Token)).ToArray();
        await Until.IsTrueAsync(() => _acknowledged.Count > 120, what: "logouts are under way");
        await owner.KillAsync();
        await Until.IsTrueAsync(() => _instances.TrueForAll(instance => !instance.Status.InStep), what: "every instance knows that it is out of step");
        await dead.CancelAsync();
        await Task.WhenAll(going);
        await AllAreRefusedAsync();

        // The same when the other two have taken it for dead, and answer in its place.
        var other = _cluster.Masters.First(master => master != owner);
        await Until.IsTrueAsync(
            async () => (await other.CommandAsync("CLUSTER", "INFO")).Contains("cluster_state:fail", StringComparison.Ordinal), what: "the cluster knows that it is down");
        await AllAreRefusedAsync();

        await owner.RestartAsync();
        await EverywhereAsync([.. _acknowledged, .. _refused]);
        await InRedisAsync(owner, [.. _acknowledged, .. _refused]);

        // New logouts work, and so do those that the provider repeats.
        var (refused, late) = (_refused.ToArray(), Guid.NewGuid().ToString());
        foreach (var session in (string[])[late, refused[0]])
            Assert.Equal(HttpStatusCode.OK, await _instances[0].LogOutAsync(session));
        foreach (var instance in _instances.ToArray())
            await LogOutAsync(instance);
        Assert.Equal(refused.Length, _refused.Count);
        await AddAsync();   // it has nothing but Redis
        await EverywhereAsync([late, .. _acknowledged, .. _refused]);
        foreach (var instance in _instances)
            Assert.Equal(SessionVerdict.Live, await instance.CheckAsync("nobody signed out"));
    }

    public async Task DisposeAsync()
    {
        foreach (var instance in _instances)
            await instance.DisposeAsync();
        await _cluster.DisposeAsync();
        await _provider.DisposeAsync();
    }

    private async Task AddAsync()
    {
        var instance = await AppInstance.StartAsync(_cluster.ConnectionString, Prefix, _provider);
        _instances.Add(instance);
        await instance.RejectsAloneAsync([]);
    }

    private async Task LogOutAsync(AppInstance instance)
    {
        var session = Guid.NewGuid().ToString();
        var status = await instance.LogOutAsync(session);
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"A logout was answered {status}.");
        (status == HttpStatusCode.OK ? _acknowledged : _refused).Add(session);
        Assert.Equal(SessionVerdict.Revoked, await instance.CheckAsync(session));
    }

    private async Task LogOutUntilAsync(AppInstance instance, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
            await LogOutAsync(instance);
    }

    // What was known is in force, and a new logout is in force where it arrived, and answered so that the provider repeats it.
    private async Task AllAreRefusedAsync()
    {
        var (known, refused) = (_acknowledged.Take(100).ToArray(), _refused.Count);
        await Task.WhenAll(_instances.Select(async instance =>
        {
            var unrecorded = instance.Log.Count("LogoutNotRecorded");
            await LogOutAsync(instance);
            Assert.Equal(unrecorded + 1, instance.Log.Count("LogoutNotRecorded"));
        }));
        Assert.Equal(refused + _instances.Count, _refused.Count);
        Assert.DoesNotContain(_instances, instance => instance.Status.InStep);
    }

    private async Task EverywhereAsync(string[] sessions)
    {
        foreach (var instance in _instances)
            await instance.RejectsAloneAsync(sessions);
    }

    private async Task InRedisAsync(RedisServer owner, string[] sessions)
    {
        string[] question = ["EXISTS", .. sessions.Select(session => (string)s_names.Revocation(_instances[0].Key(session))!)];
        await Until.IsTrueAsync(async () => await owner.CommandAsync(question) == $"{sessions.Length}", what: $"Redis has all {sessions.Length} logouts");
    }
}
