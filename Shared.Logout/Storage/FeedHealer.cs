using Microsoft.Extensions.Logging;
using Shared.Logout.Diagnostics;

namespace Shared.Logout.Storage;

/// <summary>Gives a store that lost its data (flushed, restarted empty, failed over to a replica that lagged) back what this instance holds.</summary>
internal sealed class FeedHealer(
    IRevocationFeed feed, FeedReader reader, RevocationTable replica, UnconfirmedRevocations unconfirmed, ReplicaStatus status, TimeProvider time,
    ILogger<FeedHealer> logger)
{
    private const int BatchSize = 250;

    /// <summary>Collects what is read of a log that may lack something, until that has been written back; else null.</summary>
    public RevocationTable? Seen { get; private set; }

    /// <summary>
    /// A log that no longer has the reader's position is another log: reads it from its beginning. Every later read goes on from where this one ended and
    /// adds to <see cref="Seen"/>, so the log is read once, however long the turns of others last.
    /// </summary>
    public ValueTask<ReadResult> ReadAnewAsync(CancellationToken cancellationToken)
    {
        Seen = new RevocationTable(time);
        reader.StartOver();
        return reader.ReadToEndAsync(Seen, cancellationToken);
    }

    /// <summary>
    /// Writes back what a log that was read anew, and to its end, lacks. While it is another instance's turn (most of what is missing is then about to
    /// arrive), or the store takes nothing, that is for the next call.
    /// </summary>
    public async ValueTask TryHealAsync(CancellationToken cancellationToken)
    {
        if (Seen is not { } seen)
            return;
        await using var turn = await TryBeginAsync(cancellationToken);
        // What another wrote in its turn may have arrived since the last read.
        if (turn is null || await reader.ReadToEndAsync(seen, cancellationToken) is ReadResult.Gap)
            return;
        var missing = new List<Revocation>();
        for (var shard = 0; shard < RevocationTable.ShardCount; shard++)
            missing.AddRange(replica.Live(shard).FindAll(revocation => !seen.Covers(revocation)));
        if (await TryRestoreAsync(missing, cancellationToken))
            Seen = null;
    }

    /// <summary>Writes back. Returns false where the store did not take it.</summary>
    public async ValueTask<bool> TryRestoreAsync(List<Revocation> missing, CancellationToken cancellationToken)
    {
        try
        {
            await RestoreAsync(missing, cancellationToken);
            return true;
        }
        catch (RevocationStoreException exception)
        {
            // It could be read a moment ago: full, or read-only. The replica is right; the next round tries again, and notices an outage.
            status.WriteFailed(exception);
            logger.StoreWriteFailed(exception);
            return false;
        }
    }

    // Taking the turn is a write. Where that is refused, the log may be readable all the same.
    private async ValueTask<IAsyncDisposable?> TryBeginAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await feed.TryBeginRestoreAsync(cancellationToken);
        }
        catch (RevocationStoreException exception)
        {
            status.WriteFailed(exception);
            logger.StoreWriteFailed(exception);
            return null;
        }
    }

    private async ValueTask RestoreAsync(List<Revocation> missing, CancellationToken cancellationToken)
    {
        foreach (var batch in missing.Chunk(BatchSize))
        {
            await feed.RestoreAsync(batch, cancellationToken);
            unconfirmed.Confirm(batch);
            // A long write-back must not keep this instance from hearing of new revocations.
            await reader.ReadToEndAsync(Seen, cancellationToken);
        }

        if (missing.Count > 0)
            logger.StoreRestored(missing.Count);
    }
}
