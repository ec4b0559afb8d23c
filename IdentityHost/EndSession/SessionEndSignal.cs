namespace IdentityHost.EndSession;

/// <summary>Wakes whoever waits in this process for the end of a session. What another node ended is in the database only.</summary>
internal sealed class SessionEndSignal
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<TaskCompletionSource>> _waiting = new(StringComparer.Ordinal);

    /// <summary>Completes when the door has ended the session, or when <paramref name="cancellationToken"/> fires. Ask before reading the row.</summary>
    public async Task WaitAsync(string sid, CancellationToken cancellationToken)
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (!_waiting.TryGetValue(sid, out var waiters))
                _waiting[sid] = waiters = [];
            waiters.Add(waiter);
        }

        try
        {
            await waiter.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_lock)
            {
                if (_waiting.TryGetValue(sid, out var waiters) && waiters.Remove(waiter) && waiters.Count == 0)
                    _waiting.Remove(sid);
            }
        }
    }

    public void Ended(IEnumerable<string> sids)
    {
        lock (_lock)
        {
            foreach (var sid in sids)
            {
                if (_waiting.Remove(sid, out var waiters))
                    waiters.ForEach(waiter => waiter.TrySetResult());
            }
        }
    }
}
