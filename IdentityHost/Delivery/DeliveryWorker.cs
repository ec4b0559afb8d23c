using System.Collections.Concurrent;
using System.Data.Common;

using IdentityHost.Configuration;
using IdentityHost.Diagnostics;

using Microsoft.Extensions.Options;

namespace IdentityHost.Delivery;

/// <summary>
/// Leases due deliveries and attempts them. One loop owns all state; attempts run beside it and report back. Limits: so many attempts at once in
/// total, so many to one client. Nothing is locked in the database while an attempt is under way.
/// </summary>
internal sealed class DeliveryWorker(
    DeliveryStore store, DeliveryAttempt attempt, CompletionWriter completions, DeliverySignal signal, IOptions<IdentityHostOptions> options,
    Chance chance, TimeProvider time, ILogger<DeliveryWorker> logger) : BackgroundService
{
    private static readonly TimeSpan _finishStep = TimeSpan.FromMilliseconds(100);

    private readonly DeliveryOptions _options = options.Value.Delivery;
    private readonly Dictionary<string, ClientLane> _lanes = new(StringComparer.Ordinal);
    private readonly List<ClientLane> _turns = [];      // the same lanes; a free slot goes to the next one in turn that has something to do
    private readonly ConcurrentQueue<(LeasedDelivery Delivery, AttemptOutcome Outcome, int Resumed)> _ended = new();
    private readonly CancellationTokenSource _abandon = new();
    private int _inFlight;
    private int _turn;
    private bool _look = true;          // there may be due rows that nobody has looked at
    private bool _more;                 // the last look left due rows behind, for want of slots
    private DateTimeOffset _lookAt;     // something becomes due then
    private DateTimeOffset _lookedAt;

    public override void Dispose()
    {
        _abandon.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var writing = completions.RunAsync(_abandon.Token);
        try
        {
            await ReclaimAsync(stoppingToken);
            while (true)
            {
                await RoundAsync(stoppingToken);
                await signal.WaitAsync(Pause(), time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await FinishAsync(writing);
        }
    }

    private async Task ReclaimAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.ReclaimAsync(cancellationToken);
        }
        catch (DbException ex)      // then the old leases run out by themselves
        {
            DeliveryLog.QueueUnreadable(logger, ex);
        }
    }

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // The last ones are the safety net: whatever was missed, the table is looked at once in each poll interval, also when the clock is set back.
        _look |= signal.TakeNews() || now >= _lookAt || now >= _lookedAt + _options.PollInterval || now < _lookedAt;
        try
        {
            await TakeEndedAsync(cancellationToken);
            Start();
            while (_look && Ready() < _options.MaxConcurrency)
                await LeaseAndStartAsync(cancellationToken);
        }
        catch (DbException ex)
        {
            DeliveryLog.QueueUnreadable(logger, ex);    // the safety net looks again
            _look = true;
        }
    }

    private async Task TakeEndedAsync(CancellationToken cancellationToken)
    {
        while (signal.TryTakeResumed(out var clientId))
            Lane(clientId).ResumeOnRequest();
        while (_ended.TryDequeue(out var ended))
        {
            var (delivery, outcome, resumed) = ended;
            var (lane, now) = (Lane(delivery.ClientId), time.GetUtcNow());
            (lane.InFlight, _inFlight) = (lane.InFlight - 1, _inFlight - 1);
            var next = RetrySchedule.Next(outcome, delivery, now, chance.Next());
            // Somebody asked for this client while the attempt hung: what it says of the client is older than that.
            var outdated = lane.Resumed != resumed && outcome.Verdict is AttemptVerdict.Unavailable;
            if (outdated && next is not null)
                next = now + RetrySchedule.BackOff(1, RetrySchedule.LongestWait, chance.Next());
            completions.Enqueue(new CompletedAttempt(delivery, outcome, now, next));
            LookAt(next);
            _look |= _more && lane.Waiting.Count < _options.MaxConcurrencyPerClient;
            if (outdated)
                continue;
            if (lane.Note(outcome, now, chance.Next()))
            {
                await store.PullForwardAsync(delivery.ClientId, cancellationToken);
                _look = true;
            }
            else if (lane.PausedUntil > now)
            {
                LookAt(lane.PausedUntil);
                await HandBackAsync(lane, lane.PausedUntil, cancellationToken);
            }
        }
    }

    private void Start()
    {
        var now = time.GetUtcNow();
        for (var idle = 0; idle < _turns.Count && _inFlight < _options.MaxConcurrency;)
        {
            var lane = _turns[_turn];
            _turn = (_turn + 1) % _turns.Count;
            if (!lane.CanStart(now) || !lane.Waiting.TryDequeue(out var delivery))
            {
                idle++;
                continue;
            }
            idle = 0;
            if (delivery.LeasedUntil - now <= _options.AttemptTimeout)
            {
                LookAt(delivery.LeasedUntil);   // it waited too long here: due again soon, for whoever comes first
                continue;
            }
            (lane.InFlight, _inFlight) = (lane.InFlight + 1, _inFlight + 1);
            var resumed = lane.Resumed;
            _ = Task.Run(() => AttemptAsync(delivery, resumed));
        }
    }

    /// <summary>What only waits for a slot. What waits for its own client does not count: it must not keep other clients' rows in the table.</summary>
    private int Ready()
    {
        var now = time.GetUtcNow();
        return _turns.Sum(lane => lane.CanStart(now) ? lane.Waiting.Count : 0);
    }

    private async Task AttemptAsync(LeasedDelivery delivery, int resumed)
    {
        try
        {
            _ended.Enqueue((delivery, await attempt.RunAsync(delivery, _abandon.Token), resumed));
        }
        catch (OperationCanceledException)
        {
            return;                 // abandoned at the end of a shutdown; the lease runs out
        }
        signal.Nudge();
    }

    private async Task LeaseAndStartAsync(CancellationToken cancellationToken)
    {
        var now = _lookedAt = time.GetUtcNow();
        var busy = _lanes.Where(lane => lane.Value.Wanted(now) <= 0).Select(lane => lane.Key).ToList();
        var take = 2 * _options.MaxConcurrency - Ready();
        var (leased, cut) = await store.LeaseAsync(now, take, busy, clientId => Lane(clientId).Wanted(now), cancellationToken);
        foreach (var delivery in leased)
            Lane(delivery.ClientId).Waiting.Enqueue(delivery);
        _more = cut || busy.Count > 0;
        _look = cut && leased.Count > 0;    // then another client's rows may stand behind those of one that is full
        if (!_look)
            _lookAt = DateTimeOffset.MaxValue;
        Start();                            // first: an app that is to be told need not wait for the answer to the next question
        if (_look)
            return;
        LookAt(await store.NextDueAsync(now, cancellationToken));     // of the same moment: what became due meanwhile is in neither otherwise
        foreach (var lane in _lanes.Values.Where(lane => lane.PausedUntil > now))
            LookAt(lane.PausedUntil);
    }

    private void LookAt(DateTimeOffset? at) => _lookAt = at < _lookAt ? at.Value : _lookAt;

    private TimeSpan Pause()
    {
        var untilLook = _look ? _options.PollInterval : _lookAt - time.GetUtcNow();     // still to look: as soon as an attempt ends
        return TimeSpan.FromMilliseconds(Math.Clamp(untilLook.TotalMilliseconds, 1, _options.PollInterval.TotalMilliseconds));
    }

    private async Task HandBackAsync(ClientLane lane, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var unused = lane.Waiting.ToList();
        lane.Waiting.Clear();
        await store.ReleaseAsync(unused, dueAt, cancellationToken);
    }

    /// <summary>Attempts under way may end, for at most one attempt's time; everything else goes back for the next start or another node.</summary>
    private async Task FinishAsync(Task writing)
    {
        try
        {
            foreach (var lane in _lanes.Values)
                await HandBackAsync(lane, time.GetUtcNow(), CancellationToken.None);
            for (var left = _options.AttemptTimeout; _inFlight > 0 && left > TimeSpan.Zero; left -= _finishStep)
            {
                await signal.WaitAsync(_finishStep, time, CancellationToken.None);
                await TakeEndedAsync(CancellationToken.None);
            }
            completions.Close();
            await writing.WaitAsync(_options.AttemptTimeout, time);
        }
        catch (Exception ex) when (ex is DbException or TimeoutException)
        {
            DeliveryLog.QueueUnreadable(logger, ex);    // the leases run out
        }
        await _abandon.CancelAsync();
    }

    private ClientLane Lane(string clientId)
    {
        if (!_lanes.TryGetValue(clientId, out var lane))
        {
            _lanes.Add(clientId, lane = new ClientLane(_options.MaxConcurrencyPerClient));
            _turns.Add(lane);
        }
        return lane;
    }
}
