using Shared.Logout.Sessions;

namespace Shared.Logout.Storage;

/// <summary>Point look-ups at the store, for as long as memory alone proves nothing.</summary>
internal sealed class StoreLookup(IRevocationStore store, ReplicaStatus status, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private long _pausedUntil; // timestamp; after a failure, requests are spared the wait for a store that does not answer

    /// <summary>Returns what the store knows of the session's keys, or null where it cannot be asked.</summary>
    public async ValueTask<IReadOnlyList<Revocation>?> FindAsync(SessionStamp session, CancellationToken cancellationToken)
    {
        if (time.GetTimestamp() < Volatile.Read(ref _pausedUntil))
            return null;
        try
        {
            using var patience = new CancellationTokenSource(Patience, time);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
            Task<Revocation?>[] questions =
            [
                .. from key in (RevocationKey[])[session.First, session.Second, session.Subject]
                   where key != default
                   select store.FindAsync(key, limit.Token).AsTask(),
            ];
            var answers = await Task.WhenAll(questions).WaitAsync(limit.Token);
            if (status.AsksStore)
                status.Reached(inStep: false);
            return [.. answers.OfType<Revocation>()];
        }
        catch (Exception exception) when (exception is RevocationStoreException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Volatile.Write(ref _pausedUntil, time.GetTimestamp() + (long)(Patience.TotalSeconds * time.TimestampFrequency));
            status.OutOfStep("a look-up failed", exception);
            return null;
        }
    }
}
