using Microsoft.Extensions.Logging;
using Shared.Logout.Diagnostics;

namespace Shared.Logout.Storage;

/// <summary>Whether memory may answer, and since when not.</summary>
internal sealed class ReplicaStatus(RevocationTable replica, IRevocationStore store, TimeProvider time, ILogger<ReplicaStatus> logger) : IReplicaStatus
{
    private readonly TaskCompletionSource _firstCatchUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _inStep;
    private volatile bool _failing = true;
    private volatile bool _announced; // whether the log already says what _failing says
    private long _lastReached; // UTC ticks, for display and for Staleness; 0: never
    private long _reachedAt;   // the same moment by the clock that nobody sets; means nothing while _lastReached is 0
    private long _storeErrors;

    public bool InStep => _inStep;

    public bool AsksStore { get; } = store is not (IRevocationFeed or ILocalRevocationStore);

    public DateTimeOffset? LastReached => Volatile.Read(ref _lastReached) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    // The longer of two: a clock that is set back must not lengthen MaxStaleness, and a machine that slept, whose timestamps stood still, not either.
    public TimeSpan Staleness
    {
        get
        {
            if (!_failing)
                return TimeSpan.Zero;
            if (LastReached is not { } last)
                return TimeSpan.MaxValue;
            var (byClock, byTimestamp) = (time.GetUtcNow() - last, time.GetElapsedTime(Volatile.Read(ref _reachedAt)));
            return byClock > byTimestamp ? byClock : byTimestamp;
        }
    }

    public long Count => replica.Count;

    public long StoreErrors => Volatile.Read(ref _storeErrors);

    /// <summary>Completes with the first catch-up; at once for a store that is not followed.</summary>
    public Task FirstCatchUp => AsksStore ? Task.CompletedTask : _firstCatchUp.Task;

    /// <summary>The store answered. Read to its end (<paramref name="inStep"/>), the replica may answer alone.</summary>
    public void Reached(bool inStep)
    {
        Volatile.Write(ref _reachedAt, time.GetTimestamp());
        Volatile.Write(ref _lastReached, time.GetUtcNow().UtcTicks);
        if (_failing && (inStep || AsksStore))
        {
            _failing = false;
            _announced = true;
            logger.StoreInStep(replica.Count);
        }

        if (!inStep)
            return;
        _inStep = true;
        _firstCatchUp.TrySetResult();
    }

    /// <summary>Wake-ups may have been missed, or the store does not answer: from here on memory alone proves nothing.</summary>
    public void OutOfStep(string cause, Exception? exception = null)
    {
        if (exception is not null)
            Interlocked.Increment(ref _storeErrors);
        _inStep = false;
        if (_failing && _announced)
            return;
        _failing = true;
        _announced = true;
        logger.StoreOutOfStep(cause, exception);
    }

    /// <summary>A write failed. A followed store may still be readable, which its follower finds out; one that is asked each time is failing.</summary>
    public void WriteFailed(Exception exception)
    {
        if (AsksStore)
            OutOfStep("a revocation could not be written", exception);
        else
            Interlocked.Increment(ref _storeErrors);
    }
}
