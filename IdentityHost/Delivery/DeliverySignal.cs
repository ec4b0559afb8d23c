using System.Collections.Concurrent;
using System.Threading.Channels;

namespace IdentityHost.Delivery;

/// <summary>Wakes the worker of this process; many calls before it looks are one.</summary>
internal sealed class DeliverySignal
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentQueue<string> _resume = new();

    private int _news = 1;      // exchanged, never read and then cleared: a call between the two would be lost until the safety net looks

    /// <summary>There is something new in the outbox.</summary>
    public void Wake()
    {
        Interlocked.Exchange(ref _news, 1);
        Nudge();
    }

    /// <summary>An attempt ended: the worker goes on, and need not look into the outbox for that.</summary>
    public void Nudge() => _wake.Writer.TryWrite(true);

    public bool TakeNews() => Interlocked.Exchange(ref _news, 0) == 1;

    /// <summary>Somebody asks for this client now: its pause ends.</summary>
    public void Resume(string clientId)
    {
        _resume.Enqueue(clientId);
        Wake();
    }

    public bool TryTakeResumed(out string clientId) => _resume.TryDequeue(out clientId!);

    /// <summary>Returns when somebody called or <paramref name="longest"/> is over.</summary>
    public async Task WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(longest, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _wake.Reader.ReadAsync(linked.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over.
        }
    }
}
