using IdentityHost.Provider;
using IdentityHost.Provider.Keys;

using Xunit;

namespace IdentityHost.Tests.Provider;

public sealed class KeyPlanTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_900_000_000);
    private static readonly ProviderOptions Options = new();

    [Fact]
    public void The_first_key_signs_at_once() => Assert.Equal(new KeyPlan(Now, null), KeyPlan.For([], Now, Options));

    [Theory]
    [InlineData(0)]
    [InlineData(88.9)]
    public void A_young_key_needs_no_successor(double days) => Assert.Null(KeyPlan.For([Key("a", Now.AddDays(-days))], Now, Options));

    [Fact]
    public void A_successor_is_announced_a_day_before_it_signs()
        => Assert.Equal(new KeyPlan(Now.AddDays(0.5) + TimeSpan.FromDays(0.5), "a"), KeyPlan.For([Key("a", Now.AddDays(-89))], Now, Options));

    [Fact]
    public void After_a_long_pause_the_successor_is_announced_all_the_same()
        => Assert.Equal(new KeyPlan(Now.AddDays(1), "a"), KeyPlan.For([Key("a", Now.AddDays(-300))], Now, Options));

    [Fact]
    public void An_announced_successor_is_enough()
        => Assert.Null(KeyPlan.For([Key("a", Now.AddDays(-89.5), retired: Now.AddHours(12)), Key("b", Now.AddHours(12))], Now, Options));

    [Fact]
    public void When_no_readable_key_signs_one_is_made_for_now()
        => Assert.Equal(new KeyPlan(Now, null), KeyPlan.For([Key("a", Now.AddDays(-200), retired: Now.AddDays(-100))], Now, Options));

    [Fact]
    public void A_first_key_from_a_node_whose_clock_is_ahead_is_enough_and_signs()
    {
        SigningKey[] keys = [Key("a", Now.AddSeconds(5))];
        Assert.Null(KeyPlan.For(keys, Now, Options));
        Assert.Equal("a", new KeySet(keys).Current("RS256", Now)!.Kid);
    }

    [Fact]
    public void An_announced_key_does_not_sign_while_another_does()
        => Assert.Equal("a", new KeySet([Key("a", Now.AddDays(-89)), Key("b", Now.AddHours(12))]).Current("RS256", Now)!.Kid);

    private static SigningKey Key(string kid, DateTimeOffset activeAt, DateTimeOffset? retired = null)
        => new(new SigningKeyRow { Kid = kid, Alg = "RS256", ActiveAt = activeAt.ToUnixTimeMilliseconds(), RetiredAt = retired?.ToUnixTimeMilliseconds() }, []);
}
