namespace Shared.Logout;

/// <summary>Where revocations are kept. A store that many instances share may also be an <see cref="IRevocationFeed"/>.</summary>
public interface IRevocationStore
{
    /// <summary>
    /// Keeps all of <paramref name="revocations"/> or none, and acknowledges only what survives a crash of this process.
    /// </summary>
    /// <param name="tokenId">A hash of issuer, client and <c>jti</c>. Seen before and not yet expired: nothing is changed.</param>
    /// <param name="tokenExpiresAt">From here on the token id may be forgotten, because the token itself is refused as too old.</param>
    /// <param name="revocations">What to keep; one or two.</param>
    /// <param name="cancellationToken">Cancelled only five seconds after the host began to stop, never because the caller hung up.</param>
    /// <exception cref="RevocationStoreException">The store is out of reach; the provider should try again.</exception>
    ValueTask<RecordOutcome> RecordAsync(
        RevocationKey tokenId, DateTimeOffset tokenExpiresAt, IReadOnlyList<Revocation> revocations, CancellationToken cancellationToken);

    /// <summary>Returns the live revocation for <paramref name="key"/>, or null.</summary>
    /// <exception cref="RevocationStoreException">The store is out of reach.</exception>
    ValueTask<Revocation?> FindAsync(RevocationKey key, CancellationToken cancellationToken);
}
