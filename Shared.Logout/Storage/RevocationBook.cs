using Microsoft.Extensions.Logging;
using Shared.Logout.Diagnostics;
using Shared.Logout.Sessions;

namespace Shared.Logout.Storage;

/// <summary>The replica in front, the store behind.</summary>
internal sealed class RevocationBook(
    RevocationTable replica,
    ReplicaStatus status,
    IRevocationStore store,
    UnconfirmedRevocations unconfirmed,
    RevocationObservers observers,
    StoreLookup lookup,
    TimeProvider time,
    ILogger<RevocationBook> logger) : IRevocationBook
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(5);
    private readonly long _created = time.GetTimestamp();

    public ValueTask<SessionVerdict> CheckAsync(in SessionStamp session, TimeSpan maxStaleness, CancellationToken cancellationToken)
    {
        // Asked first: what was applied before the replica came into step is then seen by the look-up.
        var inStep = status.InStep;
        if (replica.Ends(session))
            return new(SessionVerdict.Revoked);
        return inStep ? new(SessionVerdict.Live) : AskAsync(session, maxStaleness, cancellationToken);
    }

    public async ValueTask<RecordOutcome> RecordAsync(
        RevocationKey tokenId, DateTimeOffset tokenExpiresAt, IReadOnlyList<Revocation> revocations, CancellationToken cancellationToken)
    {
        // Here first: whatever becomes of the store, this instance never serves these sessions again.
        Apply(revocations);
        var followed = store is IRevocationFeed;
        if (followed)
            unconfirmed.Begin(revocations);
        var acknowledged = false;
        try
        {
            var outcome = await store.RecordAsync(tokenId, tokenExpiresAt, revocations, cancellationToken);
            acknowledged = true;
            if (followed && outcome == RecordOutcome.Repeated)
                unconfirmed.Confirm(revocations);
            if (status.AsksStore)
                status.Reached(inStep: false);
            return outcome;
        }
        catch (RevocationStoreException exception)
        {
            logger.StoreWriteFailed(exception);
            status.WriteFailed(exception);
            throw;
        }
        finally
        {
            if (followed)
                unconfirmed.End(revocations, acknowledged);
        }
    }

    public IDisposable Observe(Action<Revocation> observer) => observers.Add(observer);

    /// <summary>Takes revocations into memory, and tells of those that end sessions which nothing ended before.</summary>
    public void Apply(IReadOnlyList<Revocation> revocations)
    {
        foreach (var revocation in revocations)
        {
            if (replica.Add(revocation))
                observers.Notify(revocation);
        }
    }

    private async ValueTask<SessionVerdict> AskAsync(SessionStamp session, TimeSpan maxStaleness, CancellationToken cancellationToken)
    {
        if (!status.FirstCatchUp.IsCompleted && StartPatience - time.GetElapsedTime(_created) is var left && left > TimeSpan.Zero)
        {
            await status.FirstCatchUp.WaitAsync(left, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (status.InStep)
                return replica.Ends(session) ? SessionVerdict.Revoked : SessionVerdict.Live;
        }

        if (await lookup.FindAsync(session, cancellationToken) is { } found)
        {
            Apply(found);
            return replica.Ends(session) ? SessionVerdict.Revoked : SessionVerdict.Live;
        }

        // Nobody to ask. What the replica knew when it was last in step still holds for a while.
        if (replica.Ends(session))
            return SessionVerdict.Revoked;
        return status.Staleness <= maxStaleness ? SessionVerdict.Live : SessionVerdict.Unknown;
    }
}
