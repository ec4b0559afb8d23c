namespace Shared.Logout.Storage;

/// <summary>The replica alone. For tests: it acknowledges what a crash forgets.</summary>
internal sealed class MemoryRevocationStore(RevocationTable replica, TimeProvider time) : ILocalRevocationStore
{
    private readonly RevocationTable _tokens = new(time);

    public ValueTask OpenAsync(CancellationToken cancellationToken) => default;

    public ValueTask<RecordOutcome> RecordAsync(
        RevocationKey tokenId, DateTimeOffset tokenExpiresAt, IReadOnlyList<Revocation> revocations, CancellationToken cancellationToken)
    {
        if (!_tokens.Add(new Revocation(tokenId, DateTimeOffset.MaxValue, tokenExpiresAt)) && tokenExpiresAt > time.GetUtcNow())
            return new(RecordOutcome.Repeated);
        foreach (var revocation in revocations)
            replica.Add(revocation);
        return new(RecordOutcome.Recorded);
    }

    public ValueTask<Revocation?> FindAsync(RevocationKey key, CancellationToken cancellationToken) => new(replica.Find(key));

    public override string ToString() => "memory, for tests only";
}
