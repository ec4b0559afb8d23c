namespace Shared.Logout;

/// <summary>A store that can be followed, so that every instance holds a replica and no request asks the store.</summary>
public interface IRevocationFeed : IRevocationStore
{
    /// <summary>Reads the log after <paramref name="position"/>, oldest first. What was recorded before the call is in it.</summary>
    /// <param name="position">The last page's <see cref="RevocationPage.Position"/>, or null to read from the beginning.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <exception cref="RevocationStoreException">The store is out of reach.</exception>
    ValueTask<RevocationPage> ReadAsync(string? position, CancellationToken cancellationToken);

    /// <summary>
    /// Calls <paramref name="wake"/> whenever there may be something to read, and <paramref name="lost"/> when wake-ups may be missed from now on;
    /// after that the follower subscribes anew. A feed that cannot wake anybody is read every two seconds.
    /// </summary>
    /// <returns>Ends the subscription when disposed.</returns>
    /// <exception cref="RevocationStoreException">The store is out of reach.</exception>
    ValueTask<IAsyncDisposable> SubscribeAsync(Action wake, Action lost, CancellationToken cancellationToken);

    /// <summary>
    /// Lets one instance at a time compare what it holds with the log and write back what is missing. Default: every instance may, at any time,
    /// which is correct but repeats work.
    /// </summary>
    /// <returns>Ends the turn when disposed; null while it is another instance's turn.</returns>
    /// <exception cref="RevocationStoreException">The store is out of reach.</exception>
    ValueTask<IAsyncDisposable?> TryBeginRestoreAsync(CancellationToken cancellationToken) => new(FreeTurn.Instance);

    /// <summary>
    /// Writes back what the store has lost: each revocation that it does not hold is added to the log as if it were new, the others are left alone.
    /// </summary>
    /// <exception cref="RevocationStoreException">The store is out of reach.</exception>
    ValueTask RestoreAsync(IReadOnlyList<Revocation> revocations, CancellationToken cancellationToken);

    private sealed class FreeTurn : IAsyncDisposable
    {
        public static readonly FreeTurn Instance = new();

        public ValueTask DisposeAsync() => default;
    }
}
