namespace Shared.Logout.Sessions;

/// <summary>All that the door and the guard know of storage: write a revocation, ask about a session. Behind it stand the replica and the store.</summary>
internal interface IRevocationBook
{
    /// <summary>Applies to the local replica first, then makes it durable. Throws <see cref="RevocationStoreException"/> when the store is out of reach.</summary>
    ValueTask<RecordOutcome> RecordAsync(
        RevocationKey tokenId, DateTimeOffset tokenExpiresAt, IReadOnlyList<Revocation> revocations, CancellationToken cancellationToken);

    /// <summary>Completes synchronously, without allocation, while the replica is in step.</summary>
    ValueTask<SessionVerdict> CheckAsync(in SessionStamp session, TimeSpan maxStaleness, CancellationToken cancellationToken);

    /// <summary>Calls <paramref name="observer"/> for every revocation that this instance comes to know of, its own and others'.</summary>
    IDisposable Observe(Action<Revocation> observer);
}
