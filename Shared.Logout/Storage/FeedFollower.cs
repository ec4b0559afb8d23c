using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Shared.Logout.Diagnostics;

namespace Shared.Logout.Storage;

/// <summary>
/// Keeps the replica in step with a feed. A wake-up carries nothing; the log is the truth. Start, message, reconnection and the safety timer all
/// do the same: subscribe if need be, then read on from the last position to the end. Wake-ups that arrive meanwhile are one wake-up.
/// </summary>
internal sealed class FeedFollower(
    IRevocationFeed feed, FeedReader reader, FeedHealer healer, RevocationTable replica, UnconfirmedRevocations unconfirmed, ReplicaStatus status,
    ILogger<FeedFollower> logger)
{
    private readonly Channel<byte> _wake = Channel.CreateBounded<byte>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private IAsyncDisposable? _subscription;
    private volatile bool _listening;

    /// <summary>There may be something to read.</summary>
    public void Wake() => _wake.Writer.TryWrite(0);

    public async Task RunAsync(CancellationToken stopping)
    {
        Wake();
        try
        {
            await foreach (var _ in _wake.Reader.ReadAllAsync(stopping))
                await TryCatchUpAsync(stopping);
        }
        finally
        {
            await UnsubscribeAsync();
        }
    }

    private async Task TryCatchUpAsync(CancellationToken stopping)
    {
        try
        {
            await CatchUpAsync(stopping);
        }
        catch (RevocationStoreException exception)
        {
            status.OutOfStep("the store cannot be read", exception);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // A bug in a store must not end the following for good; out of step, the outage policy decides.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.FollowerFailed(exception);
            status.OutOfStep("following failed", exception);
        }
    }

    private async Task CatchUpAsync(CancellationToken stopping)
    {
        if (!_listening)
            await SubscribeAsync(stopping);
        var round = unconfirmed.BeginRound();
        var result = await ReadOnAsync(stopping);
        if (result is ReadResult.Gap)
        {
            status.OutOfStep("the position in its log is gone");
            logger.StoreLostEntries();
            result = await healer.ReadAnewAsync(stopping);
        }

        if (result is ReadResult.End)
        {
            // Nothing in the log is unknown to the replica now; what the log lacks is for the others.
            InStep();
            await healer.TryHealAsync(stopping);
        }

        await healer.TryRestoreAsync(unconfirmed.Missing(round), stopping);
    }

    private async ValueTask<ReadResult> ReadOnAsync(CancellationToken stopping)
    {
        var result = await reader.ReadToEndAsync(healer.Seen, stopping);
        if (result is not ReadResult.Gap || replica.HasLive())
            return result;
        // A log goes when the last logout in it has expired. Who holds nothing that is alive has lost nothing, and begins anew.
        reader.StartOver();
        return await reader.ReadToEndAsync(healer.Seen, stopping);
    }

    private void InStep()
    {
        // A connection lost during the read may have swallowed a wake-up for what came after it.
        if (_listening)
            status.Reached(inStep: true);
    }

    private async Task SubscribeAsync(CancellationToken stopping)
    {
        await UnsubscribeAsync();
        _listening = true;
        try
        {
            _subscription = await feed.SubscribeAsync(Wake, Lost, stopping);
        }
        catch
        {
            _listening = false;
            throw;
        }
    }

    private void Lost()
    {
        _listening = false;
        status.OutOfStep("the connection was lost");
        Wake();
    }

    private async ValueTask UnsubscribeAsync()
    {
        if (Interlocked.Exchange(ref _subscription, null) is { } old)
            await old.DisposeAsync();
    }
}
