using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shared.Logout.Diagnostics;
using Shared.Logout.Sessions;

namespace Shared.Logout.Storage;

/// <summary>Starts and stops with the host: opens a local store, follows a feed, purges what expired.</summary>
internal sealed class ReplicaService(
    IRevocationStore store,
    RevocationTable replica,
    RevocationBook book,
    ReplicaStatus status,
    UnconfirmedRevocations unconfirmed,
    StoreLookup lookup,
    TimeProvider time,
    ILoggerFactory loggers) : IHostedService, IDisposable
{
    /// <summary>How often the log is read without a wake-up: the longest time for which a message that got lost can matter.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    // All 256 shards within two minutes.
    private const int ShardsPerTick = 4;

    // Nobody's key.
    private static readonly SessionStamp s_probe = new(new RevocationKey(ulong.MaxValue, ulong.MaxValue), default, default, 0);

    private readonly CancellationTokenSource _stopping = new();
    private FeedFollower? _follower;
    private ITimer? _timer;
    private Task _following = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        loggers.CreateLogger<ReplicaService>().StoreChosen(store.ToString() ?? store.GetType().Name);
        if (store is ILocalRevocationStore local)
        {
            await local.OpenAsync(cancellationToken);
            status.Reached(inStep: true);
        }

        if (store is IRevocationFeed feed)
        {
            var reader = new FeedReader(feed, book, unconfirmed);
            var healer = new FeedHealer(feed, reader, replica, unconfirmed, status, time, loggers.CreateLogger<FeedHealer>());
            _follower = new FeedFollower(feed, reader, healer, replica, unconfirmed, status, loggers.CreateLogger<FeedFollower>());
            _following = Task.Run(() => _follower.RunAsync(_stopping.Token), CancellationToken.None);
        }

        await ProbeAsync();
        _timer = time.CreateTimer(_ => Tick(), null, Interval, Interval);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        await _stopping.CancelAsync();
        await _following.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _stopping.Cancel();     // not disposed: a host that ends by itself while somebody stops it calls StopAsync after this
    }

    private void Tick()
    {
        replica.Purge(ShardsPerTick);
        _follower?.Wake();
        _ = ProbeAsync();
    }

    // A store that is not followed is asked by requests. An instance that gets none, because its health took it out of rotation, would never learn
    // that the store answers (again).
    private async Task ProbeAsync()
    {
        if (!status.AsksStore || status.Staleness <= TimeSpan.Zero)
            return;
        try
        {
            await lookup.FindAsync(s_probe, _stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host stops.
        }
#pragma warning disable CA1031 // A bug in a store must not end the process from a timer; out of step, the outage policy decides.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            status.OutOfStep("the store failed unexpectedly", exception);
        }
    }
}
