namespace Shared.Logout.Contract;

/// <summary>And what a store with an atomic step owes on top; any cache at hand has none.</summary>
public abstract class AtomicStoreContract : RevocationStoreContract
{
    [Fact]
    public async Task Of_fifty_posts_of_one_token_at_once_one_is_recorded()
    {
        var (token, revocation) = (NewKey(), Some());
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => Store.RecordAsync(token, Later, [revocation], default).AsTask())));
        Assert.Single(outcomes, RecordOutcome.Recorded);
        Assert.NotNull(await Store.FindAsync(revocation.Key, default));
    }
}
