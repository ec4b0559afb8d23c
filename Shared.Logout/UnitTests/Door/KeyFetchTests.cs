using System.Text;
using Shared.Logout.Testing;
using Shared.Logout.Tokens;
using static Shared.Logout.LogoutTokenError;

namespace Shared.Logout.UnitTests.Door;

/// <summary>How the provider's keys are found, kept and found again: part A2 of the conformance table.</summary>
public sealed class KeyFetchTests
{
    private static readonly TimeSpan Cooldown = TimeSpan.FromSeconds(31);

    [Fact]
    [Trait("Row", "A-054")]
    public async Task A_rotated_key_is_found_with_one_fetch()
    {
        await using var host = await DoorHost.StartAsync();
        await host.AcceptedAsync(t => t.Build());
        var before = host.Provider.KeyFetches;
        host.Provider.Rotate();
        await host.AcceptedAsync(t => t.Build());
        await host.AcceptedAsync(t => t.Build());
        Assert.Equal(before + 1, host.Provider.KeyFetches);
    }

    [Fact]
    [Trait("Row", "A-054")]
    public async Task A_key_that_replaces_another_without_kid_is_found_too()
    {
        var anonymous = TestKeys.Second();
        await using var host = await DoorHost.StartAsync(key: anonymous);
        await host.AcceptedAsync(t => t.WithoutHeader("kid").Build());
        host.Provider.Withdraw(anonymous.KeyId);
        host.Provider.Rotate();
        await host.AcceptedAsync(t => t.WithoutHeader("kid").Build());
    }

    [Fact]
    [Trait("Row", "A-056")]
    public async Task A_flood_of_unknown_keys_costs_the_provider_one_fetch_per_cooldown()
    {
        await using var host = await DoorHost.StartAsync();
        await host.AcceptedAsync(t => t.Build());
        var before = host.Provider.KeyFetches;
        await FloodAsync();
        Assert.Equal(before + 1, host.Provider.KeyFetches);
        await host.AcceptedAsync(t => t.Build());

        host.Clock.Advance(Cooldown);
        await FloodAsync();
        Assert.Equal(before + 2, host.Provider.KeyFetches);

        Task FloodAsync() => Parallel.ForEachAsync(Enumerable.Range(0, 200), async (i, _) =>
        {
            using var answer = await host.PostAsync(host.Token().WithHeader("kid", $"random-{i}").Build());
            await Verdicts.AssertRefusedAsync(answer);
        });
    }

    [Fact]
    [Trait("Row", "A-057"), Trait("Row", "A-058")]
    public async Task While_the_provider_is_down_known_keys_work_and_unknown_ones_are_asked_for_again_later()
    {
        await using var host = await DoorHost.StartAsync();
        await host.AcceptedAsync(t => t.Build());
        host.Provider.KeysStatus = 500;
        host.Provider.DiscoveryStatus = 500;
        host.Clock.Advance(ProviderKeys.RefreshInterval + Cooldown);
        await host.AcceptedAsync(t => t.Build());
        host.Clock.Advance(Cooldown);

        host.Provider.Rotate();
        var token = host.Token();
        using var browser = await host.SignInAsync(token);
        var attempts = host.Book.Attempts;
        using (var answer = await host.PostAsync(token.Build()))
            await Verdicts.AssertTryAgainAsync(answer);
        Assert.Equal(attempts, host.Book.Attempts);
        Assert.True(await browser.IsSignedIn());

        (host.Provider.KeysStatus, host.Provider.DiscoveryStatus) = (200, 200);
        host.Clock.Advance(Cooldown);
        await Verdicts.AssertAcceptedAsync(await host.PostAsync(token.With("iat", host.Clock.GetUtcNow().ToUnixTimeSeconds()).Build()));
        Assert.False(await browser.IsSignedIn());
    }

    [Fact]
    [Trait("Row", "A-059")]
    public async Task A_withdrawn_key_stops_working_with_the_next_refresh()
    {
        await using var host = await DoorHost.StartAsync();
        var compromised = host.Provider.SigningKey;
        await host.AcceptedAsync(t => t.Build());
        host.Provider.Rotate();
        host.Provider.Withdraw(compromised.KeyId);
        host.Clock.Advance(ProviderKeys.RefreshInterval);
        await host.RefusedAsync(UnknownKey, t => t.SignedBy(compromised).Build());
    }

    [Theory]
    [InlineData("html"), InlineData("5 MB"), InlineData("no keys"), InlineData("array"), InlineData("empty")]
    [Trait("Row", "A-060")]
    public async Task Keys_that_are_no_keys_leave_the_last_ones_in_use(string kind)
    {
        var body = kind switch
        {
            "html" => "<html>Maintenance</html>"u8.ToArray(),
            "5 MB" => Encoding.ASCII.GetBytes($$"""{"keys":[],"x":"{{new string('x', 5_000_000)}}"}"""),
            "no keys" => "{\"keys\":{}}"u8.ToArray(),
            "array" => "[]"u8.ToArray(),
            _ => [],
        };
        await using var host = await DoorHost.StartAsync(prepare: provider => provider.KeysBody = body);
        using (var answer = await host.PostAsync(host.Token().Build()))
            await Verdicts.AssertTryAgainAsync(answer);
        Assert.Equal(0, host.Book.Attempts);
        host.Logs.Clear();   // an outage is an error in the log; what follows is none

        host.Provider.KeysBody = null;
        host.Clock.Advance(Cooldown);
        await host.AcceptedAsync(t => t.Build());
        host.Provider.KeysBody = "<html>"u8.ToArray();
        host.Clock.Advance(ProviderKeys.RefreshInterval);
        await host.AcceptedAsync(t => t.Build());
    }

    [Fact]
    public async Task A_discovery_document_of_another_issuer_brings_no_keys()
    {
        await using var host = await DoorHost.StartAsync(prepare: provider => provider.Discovery["issuer"] = "https://evil.example");
        using (var answer = await host.PostAsync(host.Token().Build()))
            await Verdicts.AssertTryAgainAsync(answer);
        using (var answer = await host.PostAsync(host.Token().With("iss", "https://evil.example").Build()))
            await Verdicts.AssertRefusedAsync(answer);
        Assert.Equal((0, 0), (host.Book.Attempts, host.Provider.KeyFetches));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_for_keys()
    {
        await using var elsewhere = await FakeProvider.StartAsync();
        await using var host = await DoorHost.StartAsync(
            prepare: provider => provider.Discovery["jwks_uri"] = provider.Issuer + "/redirect?to=" + elsewhere.Issuer + "/jwks");
        using (var answer = await host.PostAsync(host.Token().Build()))
            await Verdicts.AssertTryAgainAsync(answer);
        Assert.Equal(0, elsewhere.KeyFetches);
    }

    [Fact]
    public async Task A_foreign_issuer_causes_no_traffic_at_all()
    {
        await using var host = await DoorHost.StartAsync(o => o.Issuer = "http://127.0.0.1:1");
        await Eventually.TrueAsync(() => host.Provider.DiscoveryFetches == 1);   // the doctor's, once per start
        host.Clock.Advance(Cooldown);
        using var answer = await host.PostAsync(host.Token().Build());
        await Verdicts.AssertRefusedAsync(answer);
        Assert.Equal((1, 0), (host.Provider.DiscoveryFetches, host.Provider.KeyFetches));
    }

    [Fact]
    public async Task Tokens_that_arrive_together_share_one_fetch()
    {
        var open = new TaskCompletionSource();
        await using var host = await DoorHost.StartAsync(prepare: provider => provider.Hold = open.Task);
        var posts = Enumerable.Range(0, 20).Select(_ => host.PostAsync(host.Token().Build())).ToList();
        await Eventually.TrueAsync(() => host.Provider.DiscoveryFetches > 0);
        open.SetResult();
        foreach (var answer in await Task.WhenAll(posts))
            await Verdicts.AssertAcceptedAsync(answer);
        Assert.Equal(1, host.Provider.KeyFetches);
    }
}
