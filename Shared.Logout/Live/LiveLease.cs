namespace Shared.Logout.Live;

/// <summary>One holder's part in a session that is open here.</summary>
internal sealed class LiveLease(LiveSessions owner, LiveSession session) : IDisposable
{
    private int _released;

    public LiveSession Session => session;

    public CancellationToken Ended => session.Ended;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
            owner.Release(session);
    }
}
