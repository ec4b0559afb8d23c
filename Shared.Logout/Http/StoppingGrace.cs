using Microsoft.Extensions.Hosting;

namespace Shared.Logout.Http;

/// <summary>
/// The end of what the door waits for: not when the host begins to stop but a moment later, so that a logout which is being recorded then is recorded
/// and answered. Few providers ask a second time.
/// </summary>
internal sealed class StoppingGrace : IDisposable
{
    /// <summary>Longer than a store that works takes, and as long as providers wait for an answer.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _over;
    private readonly CancellationTokenRegistration _stopping;

    public StoppingGrace(IHostApplicationLifetime lifetime, TimeProvider time)
    {
        _over = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _stopping = lifetime.ApplicationStopping.UnsafeRegister(static it => ((CancellationTokenSource)it!).CancelAfter(Length), _over);
    }

    public CancellationToken Over => _over.Token;

    public void Dispose()
    {
        _stopping.Dispose();
        _over.Dispose();
    }
}
