using System.Security.Cryptography;

namespace Shared.Logout.Contract;

/// <summary>What every store owes its callers. A store passes when a class derived from this one does.</summary>
public abstract class RevocationStoreContract
{
    /// <summary>Whole seconds, as the issuer of revocations uses them.</summary>
    protected static DateTimeOffset Now { get; } = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());

    protected static DateTimeOffset Later { get; } = Now.AddHours(1);

    protected abstract IRevocationStore Store { get; }

    [Fact]
    public async Task What_was_recorded_is_found()
    {
        var revocation = Some(cutoff: Now);
        Assert.Equal(RecordOutcome.Recorded, await RecordAsync(revocation));

        var found = await Store.FindAsync(revocation.Key, default);
        Assert.Equal((revocation.Key, revocation.Cutoff, revocation.ExpiresAt), (found!.Key, found.Cutoff, found.ExpiresAt));
    }

    [Fact]
    public async Task What_was_not_recorded_is_not_found()
    {
        await RecordAsync(Some());
        Assert.Null(await Store.FindAsync(NewKey(), default));
    }

    [Fact]
    public async Task All_revocations_of_a_logout_are_found()
    {
        Revocation[] both = [Some(), Some(cutoff: Now)];
        await RecordAsync(both);
        Assert.Equal(DateTimeOffset.MaxValue, (await Store.FindAsync(both[0].Key, default))!.Cutoff);
        Assert.Equal(Now, (await Store.FindAsync(both[1].Key, default))!.Cutoff);
    }

    [Fact]
    public async Task A_token_id_counts_once_and_its_repeat_changes_nothing()
    {
        var (token, first, second) = (NewKey(), Some(), Some());
        Assert.Equal(RecordOutcome.Recorded, await Store.RecordAsync(token, Later, [first], default));
        Assert.Equal(RecordOutcome.Repeated, await Store.RecordAsync(token, Later, [second], default));
        Assert.Null(await Store.FindAsync(second.Key, default));
        Assert.NotNull(await Store.FindAsync(first.Key, default));
    }

    [Theory]
    [InlineData(10, 20, 100, 200)]
    [InlineData(20, 10, 200, 100)]
    [InlineData(10, 20, 200, 100)]
    [InlineData(20, 10, 100, 200)]
    [InlineData(10, 10, 100, 100)]
    public async Task The_later_cutoff_and_the_later_expiry_stay(int cutoff1, int cutoff2, int expiry1, int expiry2)
    {
        var key = NewKey();
        await RecordAsync(new Revocation(key, Now.AddSeconds(cutoff1), Now.AddSeconds(1000 + expiry1)));
        await RecordAsync(new Revocation(key, Now.AddSeconds(cutoff2), Now.AddSeconds(1000 + expiry2)));

        var found = await Store.FindAsync(key, default);
        Assert.Equal(Now.AddSeconds(Math.Max(cutoff1, cutoff2)), found!.Cutoff);
        Assert.Equal(Now.AddSeconds(1000 + Math.Max(expiry1, expiry2)), found.ExpiresAt);
    }

    [Fact]
    public async Task All_sessions_outlasts_a_cutoff_in_either_order()
    {
        var (one, other) = (NewKey(), NewKey());
        await RecordAsync(new Revocation(one, Now, Later));
        await RecordAsync(new Revocation(one, DateTimeOffset.MaxValue, Later));
        await RecordAsync(new Revocation(other, DateTimeOffset.MaxValue, Later));
        await RecordAsync(new Revocation(other, Now, Later));
        Assert.Equal(DateTimeOffset.MaxValue, (await Store.FindAsync(one, default))!.Cutoff);
        Assert.Equal(DateTimeOffset.MaxValue, (await Store.FindAsync(other, default))!.Cutoff);
    }

    [Fact]
    public async Task A_revocation_that_never_expires_is_kept()
    {
        var revocation = Some() with { ExpiresAt = DateTimeOffset.MaxValue };
        await RecordAsync(revocation);
        Assert.Equal(DateTimeOffset.MaxValue, (await Store.FindAsync(revocation.Key, default))!.ExpiresAt);
    }

    [Fact]
    public async Task An_expired_revocation_is_gone()
    {
        var revocation = Some() with { ExpiresAt = Now.AddSeconds(-1) };
        await RecordAsync(revocation);
        Assert.Null(await Store.FindAsync(revocation.Key, default));
    }

    [Fact]
    public async Task Many_at_once_are_all_kept()
    {
        var revocations = Enumerable.Range(0, 500).Select(_ => Some()).ToList();
        var outcomes = await Task.WhenAll(revocations.Select(revocation => RecordAsync(revocation)));
        Assert.All(outcomes, outcome => Assert.Equal(RecordOutcome.Recorded, outcome));
        foreach (var revocation in revocations)
            Assert.NotNull(await Store.FindAsync(revocation.Key, default));
    }

    protected static RevocationKey NewKey() => RevocationKey.Read(RandomNumberGenerator.GetBytes(RevocationKey.Size));

    protected static Revocation Some(DateTimeOffset? cutoff = null) => new(NewKey(), cutoff ?? DateTimeOffset.MaxValue, Later);

    protected Task<RecordOutcome> RecordAsync(params Revocation[] revocations) => Store.RecordAsync(NewKey(), Later, revocations, default).AsTask();
}
