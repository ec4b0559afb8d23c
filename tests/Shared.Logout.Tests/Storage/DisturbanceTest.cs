using System.Collections.Concurrent;
using Shared.Logout.Sessions;
using TestSupport;

namespace Shared.Logout.Tests.Storage;

/// <summary>Whatever happens to Redis: every logout ends its session on every instance, and no other session is ever rejected.</summary>
public abstract class DisturbanceTest : IAsyncLifetime
{
    private const int LogoutsDuring = 10_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private int _recorded;

    private protected List<Instance> Instances { get; } = [];

    protected RedisServer Redis { get; private set; } = null!;

    public async Task InitializeAsync() => Redis = await RedisServer.StartAsync();

    public async Task DisposeAsync()
    {
        foreach (var instance in Instances)
            await instance.DisposeAsync();
        await Redis.DisposeAsync();
    }

    protected async Task LogOutTenThousandDuringAsync(Disturbance what, int count)
    {
        await StartAsync(count);
        var before = Instance.NewKeys(1000);
        await Task.WhenAll(before.Select((key, i) => Instances[i % count].RecordAsync(key)));
        await EverywhereAsync(before);

        using var over = new CancellationTokenSource();
        var guard = GuardAsync(before, over.Token);
        var during = Instance.NewKeys(LogoutsDuring);
        var logouts = RecordAllAsync(during);
        await Until.IsTrueAsync(() => _recorded > LogoutsDuring / 5);
        await Task.WhenAll(logouts, DisturbAsync(what));
        await EverywhereAsync([.. before, .. during]);
        await over.CancelAsync();
        await guard;

        // And Redis has it all again: who starts now, with nothing but Redis, rejects every one of them.
        var newcomer = await AddAsync();
        await Until.IsTrueAsync(() => newcomer.Holds(before) && newcomer.Holds(during), what: "a newcomer holds every logout");
        foreach (var live in Instance.NewKeys(1000))
            Assert.Equal(SessionVerdict.Live, await newcomer.CheckAsync(live));
    }

    protected async Task StartAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await AddAsync();
    }

    private protected async Task<Instance> AddAsync()
    {
        var instance = await Instance.StartAsync(Redis.ConnectionString);
        Instances.Add(instance);
        return instance;
    }

    protected async Task EverywhereAsync(RevocationKey[] keys)
    {
        foreach (var instance in Instances)
        {
            var name = Instances.IndexOf(instance);
            await Until.IsTrueAsync(() => instance.Status.InStep && instance.Holds(keys), what: $"instance {name} is in step and holds {keys.Length} logouts");
        }
    }

    // As providers do it: side by side, but not all at once. The instance that took a logout rejects its session from that moment on, acknowledged or not.
    private async Task RecordAllAsync(RevocationKey[] keys)
    {
        var left = new ConcurrentQueue<(RevocationKey Key, Instance Instance)>(keys.Select((key, i) => (key, Instances[i % Instances.Count])));
        await Task.WhenAll(Enumerable.Range(0, 500).Select(async _ =>
        {
            while (left.TryDequeue(out var next))
            {
                await next.Instance.TryRecordAsync(next.Key);
                Interlocked.Increment(ref _recorded);
                Assert.Equal(SessionVerdict.Revoked, await next.Instance.CheckAsync(next.Key));
            }
        }));
    }

    private async Task DisturbAsync(Disturbance what)
    {
        switch (what)
        {
            case Disturbance.KilledAndRestarted:
                await Redis.KillAsync();
                await Until.IsTrueAsync(() => Instances.All(instance => !instance.Status.InStep));
                await Redis.RestartAsync();
                break;
            case Disturbance.RestartedEmpty:
                await Redis.KillAsync();
                await Redis.RestartEmptyAsync();
                break;
            case Disturbance.Flushed:
                await Redis.FlushAllAsync();
                break;
            case Disturbance.Paused:
                await Redis.PauseAsync(Pause);
                await Redis.CommandAsync("PING"); // answered when the pause is over
                break;
            case Disturbance.ConnectionsCut:
                await Redis.CutConnectionsAsync();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(what), what, "A new disturbance needs a case here.");
        }
    }

    // Sessions that were signed out before stay out, and sessions that nobody signed out are never rejected; every moment, on every instance.
    private async Task GuardAsync(RevocationKey[] revoked, CancellationToken over)
    {
        await Task.WhenAll(Instances.ToList().Select(instance => Task.Run(async () =>
        {
            for (var i = 0; !over.IsCancellationRequested; i++)
            {
                Assert.Equal(SessionVerdict.Live, await instance.CheckAsync(Instance.NewKey()));
                Assert.Equal(SessionVerdict.Revoked, await instance.CheckAsync(revoked[i % revoked.Length]));
                // Again and again, but the processor is for what is tested.
                await (i % 100 == 99 ? Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None) : Task.CompletedTask);
            }
        })));
    }
}
