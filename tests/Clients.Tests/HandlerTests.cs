using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Shared.OpenIdConnect.Tests.Infra;

namespace Clients.Tests;

/// <summary>What the applications take for granted of a sign-in handler.</summary>
public sealed class HandlerTests(SharedProvider shared) : IClassFixture<SharedProvider>, IDisposable
{
    private static readonly TestKey Stranger = TestKey.Rsa("key-1");
    private readonly TestBrowser _browser = new();
    private readonly FakeProvider _provider = shared.Provider;
    private readonly RelyingParty _app = shared.App;

    private static readonly Dictionary<string, Action<IdTokenBuilder>> Broken = new()
    {
        ["no JWT"] = token => token.Finish = _ => "no-jwt",
        ["public key as HMAC secret"] = token => token.Header["alg"] = "HS256",
        ["key of a stranger"] = token => token.Key = Stranger,
        ["another issuer"] = token => token.Claims["iss"] = "https://evil.test",
        ["for another client"] = token => token.Claims["aud"] = "other",
        ["expired"] = token => token.Claims["exp"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 301,
        ["another nonce"] = token => token.Claims["nonce"] = "wrong",
        ["no nonce"] = token => token.Claims.Remove("nonce"),
        ["no subject"] = token => token.Claims.Remove("sub"),
    };

    public static TheoryData<string> BrokenTokens => [.. Broken.Keys];

    public void Dispose()
    {
        shared.Straighten();
        _provider.AuthorizeRequests.Clear();
        _provider.SignOutRequests.Clear();
        _provider.UserInfo["sub"] = "alice-1";
        _browser.Dispose();
    }

    [Fact]
    public async Task A_protected_page_leads_to_the_provider_and_back_to_itself()
    {
        var page = await _browser.OpenAsync(_app.Address + "/me?x=1");

        Assert.Equal((HttpStatusCode.OK, "/me?x=1"), (page.Status, page.Address.PathAndQuery));
        var asked = Assert.Single(_provider.AuthorizeRequests);
        Assert.Equal(("code", "rp", "S256"), (asked["response_type"], asked["client_id"], asked["code_challenge_method"]));
        Assert.Equal(_app.Address + "/signin-oidc", asked["redirect_uri"]);
        Assert.True(asked["nonce"].Length > 20);
    }

    [Fact]
    public async Task A_session_says_who_and_which_and_has_the_tokens_but_not_the_protocols_bookkeeping()
    {
        var page = await _browser.OpenAsync(_app.Address + "/me");

        var session = JsonNode.Parse(page.Body)!;
        var claims = session["claims"]!.AsArray().Select(claim => ((string)claim!).Split('=')[0]).ToList();
        Assert.Equal(claims.Count, claims.Distinct().Count());  // userinfo repeats none
        Assert.Empty(((string[])["sub", "sid", "name", "email"]).Except(claims));
        Assert.Empty(claims.Intersect((string[])["iss", "iat", "aud", "exp", "nonce", "nbf"]));
        Assert.Empty(((string[])["access_token", "id_token", "refresh_token"]).Except(session["tokens"]!.AsObject().Select(token => token.Key)));
        Assert.Equal("rp", Assert.Single(_browser.Cookies.GetAllCookies()).Name);
    }

    [Fact]
    public async Task The_default_answer_is_a_form_and_it_is_taken()
    {
        var mode = new OpenIdConnectOptions().ResponseMode;
        await using var app = await RelyingParty.StartAsync(_provider, options => options.ResponseMode = mode);

        var page = await _browser.SubmitAsync(await _browser.OpenAsync(app.Address + "/me"));

        Assert.Equal(("form_post", "/me"), (Assert.Single(_provider.AuthorizeRequests)["response_mode"], page.Address.AbsolutePath));
        Assert.Equal("alice-1", await app.WhoAsync(_browser));
    }

    [Theory, MemberData(nameof(BrokenTokens))]
    public async Task A_broken_ID_token_signs_nobody_in(string what)
    {
        _provider.IdToken = Broken[what];

        await _browser.OpenAsync(_app.Address + "/me");

        Assert.NotEmpty(_app.Failures);
        Assert.Equal("nobody", await _app.WhoAsync(_browser));
        Assert.DoesNotContain("/userinfo", _provider.Requests);
    }

    [Fact]
    public async Task Userinfo_of_somebody_else_signs_nobody_in()
    {
        _provider.UserInfo["sub"] = "bob";

        await _browser.OpenAsync(_app.Address + "/me");

        Assert.Equal("nobody", await _app.WhoAsync(_browser));
    }

    [Fact]
    public async Task An_answer_in_another_browser_is_refused()
    {
        var stopped = await _browser.OpenAsync(_app.Address + "/me", next => next.AbsolutePath == "/signin-oidc");
        using var victim = new TestBrowser();

        await victim.OpenAsync(stopped.Location!.AbsoluteUri);

        Assert.NotEmpty(_app.Failures);
        Assert.Equal("nobody", await _app.WhoAsync(victim));
        Assert.DoesNotContain("/token", _provider.Requests);
    }

    [Theory]
    [InlineData("?iss={issuer}&sid=session-1", true)]
    [InlineData("?iss={issuer}&sid=other", false)]
    [InlineData("?iss=https://evil.test&sid=session-1", false)]
    public async Task A_front_channel_call_ends_the_session_that_it_names_and_no_other(string query, bool ends)
    {
        // Microsoft's handler finds the issuer in a claim that its own defaults drop.
        await using var app = await RelyingParty.StartAsync(_provider, options => options.ClaimActions.Remove("iss"));
        await _browser.OpenAsync(app.Address + "/me");

        var page = await _browser.StepAsync(app.Address + "/signout-oidc" + query.Replace("{issuer}", _provider.Issuer, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(ends ? "nobody" : "alice-1", await app.WhoAsync(_browser));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_here_and_at_the_provider_and_comes_back()
    {
        await _browser.OpenAsync(_app.Address + "/me");

        var page = await _browser.PostAsync(_app.Address + "/logout?to=/who", []);

        Assert.Equal(("nobody", "/who"), (page.Body, page.Address.AbsolutePath));
        var asked = Assert.Single(_provider.SignOutRequests);
        Assert.Equal(_app.Address + "/signout-callback-oidc", asked["post_logout_redirect_uri"]);
        Assert.Equal(2, asked["id_token_hint"].Count(c => c == '.'));
    }
}
