using Microsoft.Extensions.Logging;
using Shared.Logout.Diagnostics;
using Shared.Logout.Sessions;

namespace Shared.Logout.Live;

/// <summary>
/// Which sessions have something open here. One observer of the book serves all of them: a connection costs an entry, and no timer,
/// no subscription and no thread.
/// </summary>
internal sealed class LiveSessions : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SessionNames, LiveSession> _sessions = [];
    private readonly Dictionary<RevocationKey, LiveSession[]> _byKey = [];
    private readonly IRevocationBook _book;
    private readonly SessionMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IDisposable _observation;

    public LiveSessions(IRevocationBook book, SessionMetrics metrics, TimeProvider time, ILogger<LiveSessions> logger)
    {
        (_book, _metrics, _time, _logger) = (book, metrics, time, logger);
        _observation = book.Observe(OnRevoked);
    }

    /// <summary>How many sessions have something open here.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _sessions.Count;
        }
    }

    /// <summary>Holds the session until the lease is disposed of. What was revoked before and what is revoked from now on both end it.</summary>
    public async ValueTask<LiveLease> HoldAsync(SessionNames names, CancellationToken cancellationToken)
    {
        var lease = Hold(names);
        try
        {
            // Held first, asked then: a revocation that arrives in between is seen by one of the two.
            if (await IsOverAsync(names.Stamp, cancellationToken) || (names.AtClient is { } atClient && await IsOverAsync(atClient, cancellationToken)))
                await EndAsync(lease.Session, new SessionEnd(_time.GetUtcNow(), null, null));
            return lease;
        }
        catch
        {
            lease.Dispose();   // the page left while the store was asked
            throw;
        }
    }

    public void Release(LiveSession session)
    {
        _metrics.Closed();
        lock (_gate)
        {
            if (--session.Holders > 0)
                return;
            _sessions.Remove(session.Names);
            foreach (var key in Keys(session.Names))
                Unlist(key, session);
        }
    }

    public void Dispose() => _observation.Dispose();

    private LiveLease Hold(SessionNames names)
    {
        _metrics.Opened();
        lock (_gate)
        {
            if (!_sessions.TryGetValue(names, out var session))
            {
                session = _sessions[names] = new LiveSession(names);
                foreach (var key in Keys(names))
                    _byKey[key] = _byKey.TryGetValue(key, out var others) ? [.. others, session] : [session];
            }

            session.Holders++;
            return new LiveLease(this, session);
        }
    }

    private void OnRevoked(Revocation revocation)
    {
        LiveSession[]? candidates;
        lock (_gate)
            _byKey.TryGetValue(revocation.Key, out candidates);
        if (candidates is null)
            return;
        // Arrays are replaced and never changed, so this one may be read outside the lock.
        var over = candidates.Where(session => session.Names.Stamp.StartedAt <= revocation.Cutoff.ToUnixTimeSeconds()).ToList();
        _ = EndAsync(over, new SessionEnd(_time.GetUtcNow(), revocation.Reason, revocation.InitiatedBy));
    }

    // All at once: a callback of the application that blocks or throws must not keep another session open.
    private Task EndAsync(IEnumerable<LiveSession> sessions, SessionEnd end) => Task.WhenAll(sessions.Select(session => EndAsync(session, end)));

    private async Task EndAsync(LiveSession session, SessionEnd end)
    {
        if (!session.Ended.IsCancellationRequested)
            _metrics.Ended(session.Holders);
        try
        {
            await session.EndAsync(end);
        }
        catch (AggregateException e)
        {
            _logger.EventHandlerFailed(e, "SessionEnded");
        }
    }

    private void Unlist(RevocationKey key, LiveSession session)
    {
        var others = _byKey[key].Where(other => other != session).ToArray();
        if (others.Length == 0)
            _byKey.Remove(key);
        else
            _byKey[key] = others;
    }

    private async ValueTask<bool> IsOverAsync(SessionStamp stamp, CancellationToken cancellationToken)
        => await _book.CheckAsync(stamp, TimeSpan.MaxValue, cancellationToken) is SessionVerdict.Revoked;

    private static IEnumerable<RevocationKey> Keys(SessionNames names)
    {
        var (stamp, other) = (names.Stamp, names.AtClient ?? default);
        return new[] { stamp.First, stamp.Second, stamp.Subject, other.First, other.Second, other.Subject }.Where(key => key != default).Distinct();
    }
}
