using Microsoft.Extensions.Caching.Distributed;

namespace Shared.Logout.Storage;

/// <summary>
/// Any cache. It offers no atomic step, so two posts of one token at the same moment may both count as new; they end the same sessions.
/// </summary>
internal sealed class DistributedCacheRevocationStore(IDistributedCache cache, TimeProvider time) : IRevocationStore
{
    private const string Prefix = "shared-logout:";

    public ValueTask<RecordOutcome> RecordAsync(
        RevocationKey tokenId, DateTimeOffset tokenExpiresAt, IReadOnlyList<Revocation> revocations, CancellationToken cancellationToken)
        => Guarded(async () =>
        {
            if (await cache.GetStringAsync(TokenName(tokenId), cancellationToken) is not null)
                return RecordOutcome.Repeated;
            foreach (var revocation in revocations)
                await KeepAsync(revocation, cancellationToken);
            // Last: after a failure half-way, the provider's next attempt must not count as a repeat.
            await SetAsync(TokenName(tokenId), "1", tokenExpiresAt, cancellationToken);
            return RecordOutcome.Recorded;
        }, cancellationToken);

    public ValueTask<Revocation?> FindAsync(RevocationKey key, CancellationToken cancellationToken)
        => Guarded(async () => await GetAsync(key, cancellationToken), cancellationToken);

    public override string ToString() => $"the distributed cache {cache.GetType().Name}, which every request asks";

    private static string Name(RevocationKey key) => $"{Prefix}r:{key}";

    private static string TokenName(RevocationKey key) => $"{Prefix}t:{key}";

    private async Task KeepAsync(Revocation revocation, CancellationToken cancellationToken)
    {
        if (await GetAsync(revocation.Key, cancellationToken) is { } known)
        {
            revocation = revocation with
            {
                Cutoff = known.Cutoff > revocation.Cutoff ? known.Cutoff : revocation.Cutoff,
                ExpiresAt = known.ExpiresAt > revocation.ExpiresAt ? known.ExpiresAt : revocation.ExpiresAt,
            };
        }

        await SetAsync(Name(revocation.Key), RevocationText.Write(revocation), revocation.ExpiresAt, cancellationToken);
    }

    private async Task<Revocation?> GetAsync(RevocationKey key, CancellationToken cancellationToken)
    {
        var text = (await cache.GetStringAsync(Name(key), cancellationToken)).AsSpan();
        return RevocationText.TryRead(ref text, out var found, out var cutoff, out var expiresAt) && found == key && expiresAt > time.GetUtcNow()
            ? new Revocation(key, cutoff, expiresAt)
            : null;
    }

    private async Task SetAsync(string name, string value, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var left = expiresAt - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
            return;
        var options = new DistributedCacheEntryOptions();
        if (expiresAt != DateTimeOffset.MaxValue)
            options.AbsoluteExpirationRelativeToNow = left; // relative, so that the cache's clock may differ from ours
        await cache.SetStringAsync(name, value, options, cancellationToken);
    }

    private static async ValueTask<T> Guarded<T>(Func<Task<T>> action, CancellationToken cancellationToken)
    {
        try
        {
            return await action();
        }
#pragma warning disable CA1031 // A cache throws whatever its client throws; here each of them means that it did not answer; a cancellation too, unless it is ours.
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            throw new RevocationStoreException("The distributed cache did not answer.", exception);
        }
    }
}
