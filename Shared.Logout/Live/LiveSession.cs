using Shared.Logout.Sessions;

namespace Shared.Logout.Live;

/// <summary>A session with something open on this instance: one for all its tabs, sockets and downloads.</summary>
#pragma warning disable CA1001 // The source has neither a timer nor a wait handle, so there is nothing to release; and it may fire while the last holder leaves.
internal sealed class LiveSession(SessionNames names)
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _ended = new();

    public SessionNames Names => names;

    /// <summary>How many hold it. Changed under the registry's lock.</summary>
    public int Holders { get; set; }

    /// <summary>Fires once, on every holder.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>What ended it, as far as is known. Set before <see cref="Ended"/> fires.</summary>
    public SessionEnd? End { get; private set; }

    /// <summary>Runs the holders' callbacks on the thread pool: whoever brought the news has more to read.</summary>
    public Task EndAsync(SessionEnd end)
    {
        if (_ended.IsCancellationRequested)
            return Task.CompletedTask;
        End ??= end;
        return _ended.CancelAsync();
    }
}
