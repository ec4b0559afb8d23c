using Shared.Logout.Sessions;
using TestSupport;

namespace Shared.Logout.Tests.Storage;

/// <summary>Redis killed, emptied, flushed, cut off, behind, and absent.</summary>
public sealed class RedisFailureTests : DisturbanceTest
{
    [Theory]
    [InlineData(Disturbance.KilledAndRestarted, 2)]
    [InlineData(Disturbance.KilledAndRestarted, 4)]
    [InlineData(Disturbance.RestartedEmpty, 2)]
    [InlineData(Disturbance.RestartedEmpty, 4)]
    [InlineData(Disturbance.Flushed, 2)]
    [InlineData(Disturbance.Flushed, 4)]
    [InlineData(Disturbance.ConnectionsCut, 2)]
    [InlineData(Disturbance.ConnectionsCut, 4)]
    public Task Ten_thousand_logouts_during_a_disturbance_are_all_in_force_and_nobody_else_is_rejected(Disturbance what, int count)
        => LogOutTenThousandDuringAsync(what, count);

    [Fact]
    public async Task A_loss_is_written_back_once_by_all_instances_together()
    {
        await StartAsync(4);
        var keys = Instance.NewKeys(5000);
        await Task.WhenAll(keys.Select((key, i) => Instances[i % 4].RecordAsync(key)));
        await EverywhereAsync(keys);
        // What its own instance has not read back yet is written back by that one in any case.
        await Until.IsTrueAsync(() => Instances.All(instance => instance.HasReadBack));
        await Redis.FlushAllAsync();
        foreach (var instance in Instances)
            await Until.IsTrueAsync(() => instance.Log.Count("StoreLostEntries") > 0 && instance.Status.InStep);
        await Until.IsTrueAsync(() => Instances.Sum(Restored) >= keys.Length);
        Assert.Equal(keys.Length, Instances.Sum(Restored));
        Assert.Equal($"{keys.Length}", await Redis.CommandAsync("XLEN", "{test}:log"));
    }

    [Fact]
    public async Task An_acknowledged_logout_that_a_fail_over_lost_is_written_back_by_its_instance()
    {
        await StartAsync(1);
        var (old, lost) = (Instance.NewKey(), Instance.NewKey());
        await Instances[0].RecordAsync(old);
        await Until.IsTrueAsync(async () => (await Redis.CommandAsync("XLEN", "{test}:log")) == "1");
        await Instances[0].RecordAsync(lost);
        // As a replica that lagged: it has the first logout and not the second.
        var entry = (await Redis.CommandAsync("XREVRANGE", "{test}:log", "+", "-", "COUNT", "1")).Split('\n')[0];
        await Redis.CommandAsync("XDEL", "{test}:log", entry);
        await Redis.CommandAsync("DEL", $"{{test}}:r:{lost}");
        await Until.IsTrueAsync(async () => await Redis.CommandAsync("EXISTS", $"{{test}}:r:{lost}") == "1");
        var newcomer = await AddAsync();
        Assert.True(newcomer.Holds([old, lost]));
    }

    [Fact]
    public async Task Out_of_step_the_replica_answers_for_a_while_and_then_nobody_knows()
    {
        await StartAsync(1);
        var revoked = Instance.NewKey();
        await Instances[0].RecordAsync(revoked);
        await Redis.KillAsync();
        await Until.IsTrueAsync(() => !Instances[0].Status.InStep);
        Assert.Equal(SessionVerdict.Revoked, await Instances[0].CheckAsync(revoked));
        Assert.Equal(SessionVerdict.Live, await Instances[0].CheckAsync(Instance.NewKey(), TimeSpan.FromMinutes(5)));
        Assert.Equal(SessionVerdict.Unknown, await Instances[0].CheckAsync(Instance.NewKey(), TimeSpan.Zero));
        Assert.Equal(SessionVerdict.Revoked, await Instances[0].CheckAsync(revoked, TimeSpan.Zero));
        await Redis.RestartAsync();
        await Instances[0].InStepAsync();
        Assert.Equal(SessionVerdict.Live, await Instances[0].CheckAsync(Instance.NewKey(), TimeSpan.Zero));
    }

    [Fact]
    public async Task A_start_without_Redis_is_no_crash_and_recovers_by_itself()
    {
        await Redis.KillAsync();
        var instance = await Instance.StartAsync(Redis.ConnectionString, inStep: false);
        Instances.Add(instance);
        Assert.Equal(SessionVerdict.Unknown, await instance.CheckAsync(Instance.NewKey()));
        var recorded = Instance.NewKey();
        Assert.False(await instance.TryRecordAsync(recorded));
        Assert.Equal(SessionVerdict.Revoked, await instance.CheckAsync(recorded));

        await Redis.RestartAsync();
        await instance.InStepAsync();
        Assert.Equal(SessionVerdict.Live, await instance.CheckAsync(Instance.NewKey()));
        // What could not be written then is written now.
        var newcomer = await AddAsync();
        await Until.IsTrueAsync(() => newcomer.Holds([recorded]));
    }

    private static int Restored(Instance instance)
        => instance.Log.All.Where(line => line.Id.Name == "StoreRestored").Sum(line => int.Parse(line.Text.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
}
