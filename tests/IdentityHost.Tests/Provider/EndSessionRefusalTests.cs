using System.Net;

using IdentityHost.Provider;

using Xunit;

namespace IdentityHost.Tests.Provider;

/// <summary>Sign-out requests with something wrong: no redirect, nobody signed out unasked, and a way to sign out where that is possible.</summary>
public sealed class EndSessionRefusalTests(ProviderHost host) : EndSessionTest(host)
{
    [Theory]
    [InlineData("https://web.test/bye/")]
    [InlineData("https://web.test/BYE")]
    [InlineData("https://WEB.test/bye")]
    [InlineData("https://web.test:443/bye")]
    [InlineData("http://web.test/bye")]
    [InlineData("https://web.test/bye?foo=bar")]
    [InlineData("https://web.test/bye#x")]
    [InlineData("https://web.test/%2e%2e/bye")]
    [InlineData("https://user@web.test/bye")]
    [InlineData("https://web.test\\bye")]
    [InlineData("https://evil.test/bye")]
    [InlineData("https://jwt.test/bye")]        // registered, for another client
    [InlineData("javascript:alert(1)")]
    public async Task An_address_that_is_not_registered_exactly_is_never_gone_to(string uri)
    {
        var (browser, tokens) = await TokensAsync();
        var request = SignOut(tokens.Text("id_token"));
        request["post_logout_redirect_uri"] = uri;
        var page = await FollowAsync(browser, request);
        await AssertAskedAsync(browser, page);
        Assert.DoesNotContain("evil.test", page.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await SayAsync(browser, page, "yes")).Status);
        Assert.False(await IsSignedInAsync(browser));
    }

    [Theory]
    [MemberData(nameof(BadHints))]
    public async Task A_hint_that_is_not_our_ID_token_neither_signs_out_nor_goes_back(string name, Func<string, string, string> forge)
    {
        var (browser, tokens) = await TokensAsync("jwt");
        var request = SignOut(forge(tokens.Text("id_token"), tokens.Text("access_token")));
        request["post_logout_redirect_uri"] = "https://jwt.test/bye";
        var page = await FollowAsync(browser, request);
        Assert.True(page.Status == HttpStatusCode.OK, name);
        await AssertAskedAsync(browser, page);
        Assert.Equal(HttpStatusCode.OK, (await SayAsync(browser, page, "yes")).Status);     // and not a redirect to the client
    }

    public static TheoryData<string, Func<string, string, string>> BadHints() => new()
    {
        { "alg none", (id, _) => $"{Jwt.Encode("{\"alg\":\"none\"}")}.{id.Split('.')[1]}." },
        { "alg none with our kid", (id, _) => $"{Jwt.Encode($"{{\"alg\":\"none\",\"typ\":\"JWT\",\"kid\":\"{Jwt.Header(id).GetProperty("kid").GetString()}\"}}")}.{id.Split('.')[1]}." },
        { "another key", (id, _) => Foreign.Sign(Jwt.Header(id).GetProperty("kid").GetString()!, id.Split('.')[1]) },
        { "an access token", (_, access) => access },
        { "not a JWT", (_, _) => "hello" },
        { "empty", (_, _) => "" },
        { "five parts", (id, _) => id + ".x.y" },
        { "12 KB", (_, _) => new string('a', 6000) },
        { "a bit flipped", (id, _) => id[..^5] + (id[^5] == 'A' ? 'B' : 'A') + id[^4..] },
    };

    [Fact]
    public async Task A_logout_token_is_no_hint()
    {
        var (browser, tokens) = await TokensAsync();
        var claims = System.Text.Encoding.UTF8.GetBytes(Jwt.Payload(tokens.Text("id_token")).GetRawText());
        var logoutToken = await Host.Get<ITokenSigner>().SignAsync("RS256", "logout+jwt", claims, CancellationToken.None);
        await AssertAskedAsync(browser, await FollowAsync(browser, SignOut(logoutToken)));
        var idToken = await Host.Get<ITokenSigner>().SignAsync("RS256", "JWT", claims, CancellationToken.None);
        Assert.StartsWith("https://web.test/bye", (await FollowAsync(browser, SignOut(idToken))).Location);     // it was the type
    }

    [Fact]
    public async Task An_ID_token_of_another_issuer_is_no_hint_even_when_our_key_signed_it()
    {
        var (browser, tokens) = await TokensAsync();
        var claims = Jwt.Payload(tokens.Text("id_token")).GetRawText().Replace(ProviderHost.Issuer, "https://other.test", StringComparison.Ordinal);
        var foreign = await Host.Get<ITokenSigner>().SignAsync("RS256", "JWT", System.Text.Encoding.UTF8.GetBytes(claims), CancellationToken.None);
        await AssertAskedAsync(browser, await FollowAsync(browser, SignOut(foreign)));
    }

    [Theory]
    [InlineData("jwt")]
    [InlineData("nobody")]
    public async Task A_client_id_that_is_unknown_or_not_the_hints_is_an_error(string client)
    {
        var (browser, tokens) = await TokensAsync();
        var request = SignOut(tokens.Text("id_token"));
        request["client_id"] = client;
        await AssertErrorPageAsync(browser, await FollowAsync(browser, request));
    }

    [Fact]
    public async Task An_unknown_client_without_a_hint_is_an_error_too()
    {
        var browser = NewBrowser();
        await browser.SignInAsync();
        await AssertErrorPageAsync(browser, await FollowAsync(browser, new() { ["client_id"] = "nobody" }));
    }

    [Theory]
    [InlineData("id_token_hint")]
    [InlineData("post_logout_redirect_uri")]
    [InlineData("state")]
    public async Task A_repeated_parameter_is_an_error(string name)
    {
        var (browser, tokens) = await TokensAsync();
        var request = SignOut(tokens.Text("id_token"));
        var url = Uris.Of("/connect/endsession", request) + $"&{name}={Uri.EscapeDataString(request[name]!)}";
        await AssertErrorPageAsync(browser, await browser.FollowAsync(await browser.GetAsync(url)));
    }

    [Fact]
    public async Task A_hint_of_a_megabyte_or_a_huge_state_is_an_error()
    {
        var (browser, tokens) = await TokensAsync();
        var large = await browser.PostAsync("/connect/endsession", SignOut(new string('h', 1_000_000)));
        await AssertErrorPageAsync(browser, await browser.FollowAsync(large));
        var request = SignOut(tokens.Text("id_token"));
        request["state"] = new string('s', 20_000);
        await AssertErrorPageAsync(browser, await browser.FollowAsync(await browser.PostAsync("/connect/endsession", request)));
    }

    [Fact]
    public async Task A_logout_id_cannot_be_made_up_or_used_for_ever()
    {
        var (browser, tokens) = await TokensAsync();
        var asked = await AskAsync(browser, SignOut(tokens.Text("id_token")));
        await AssertAskedAsync(browser, await browser.GetAsync(asked.Location[..^3] + "AAA"));
        Host.Time.Advance(TimeSpan.FromMinutes(61));
        await AssertAskedAsync(browser, await browser.GetAsync(asked.Location));
    }
}
