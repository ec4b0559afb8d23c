using System.Net;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Shared.OpenIdConnect.Tests.Infra;

namespace Shared.OpenIdConnect.Tests;

public sealed class SignInTests : IAsyncLifetime, IDisposable
{
    private readonly TestBrowser _browser = new();
    private FakeProvider _provider = null!;

    public async Task InitializeAsync() => _provider = await FakeProvider.StartAsync();

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task A_protected_page_leads_to_the_provider_and_back_to_itself()
    {
        await using var app = await RelyingParty.StartAsync(_provider);

        var page = await _browser.OpenAsync(app.Address + "/me?x=1");

        Assert.True(page.Status == HttpStatusCode.OK, string.Join("\n", app.Log.All));
        Assert.Equal((HttpStatusCode.OK, "/me?x=1"), (page.Status, page.Address.PathAndQuery));
        Assert.Contains("sub=alice-1", page.Body, StringComparison.Ordinal);
        var asked = Assert.Single(_provider.AuthorizeRequests);
        Assert.Equal(("code", "rp", "openid profile", "S256"), (asked["response_type"], asked["client_id"], asked["scope"], asked["code_challenge_method"]));
        Assert.Equal(app.Address + "/signin-oidc", asked["redirect_uri"]);
        Assert.DoesNotContain(asked.Keys, key => key.StartsWith("x-client", StringComparison.Ordinal) || key == "response_mode");
    }

    [Fact]
    public async Task The_session_holds_the_tokens_and_nothing_of_the_transaction()
    {
        await using var app = await RelyingParty.StartAsync(_provider);

        var page = await _browser.OpenAsync(app.Address + "/me");

        foreach (var expected in (string[])["access_token", "id_token", "refresh_token", "expires_at", "sid=session-1", $"\"issuer\":\"{_provider.Issuer}\""])
            Assert.Contains(expected, page.Body, StringComparison.Ordinal);
        foreach (var gone in (string[])[".nonce", "code_verifier", ".xsrf", "nonce=", "aud=", "iat="])
            Assert.DoesNotContain(gone, page.Body, StringComparison.Ordinal);
        Assert.Equal("rp", Assert.Single(_browser.Cookies.GetAllCookies()).Name);
    }

    [Fact]
    public async Task The_answer_may_come_as_a_form()
    {
        await using var app = await RelyingParty.StartAsync(_provider, options => options.ResponseMode = "form_post");

        var form = await _browser.OpenAsync(app.Address + "/me");
        var page = await _browser.SubmitAsync(form);

        Assert.Equal((HttpStatusCode.OK, "/me"), (page.Status, page.Address.AbsolutePath));
        Assert.Equal("form_post", Assert.Single(_provider.AuthorizeRequests)["response_mode"]);
    }

    [Fact]
    public async Task The_request_may_go_as_a_form()
    {
        await using var app = await RelyingParty.StartAsync(_provider, options => options.AuthenticationMethod = OpenIdConnectRedirectBehavior.FormPost);

        var form = await _browser.OpenAsync(app.Address + "/me");
        Assert.Contains("script-src 'sha256-", form.Header("Content-Security-Policy"), StringComparison.Ordinal);
        var page = await _browser.SubmitAsync(form);

        Assert.Equal("/me", page.Address.AbsolutePath);
    }

    [Theory]
    [InlineData("client_secret_basic", "yes")]
    [InlineData("client_secret_post", null)]
    public async Task The_client_authenticates_in_the_way_that_the_provider_announces(string method, string? basic)
    {
        _provider.Discovery = document => document["token_endpoint_auth_methods_supported"] = new System.Text.Json.Nodes.JsonArray(method);
        await using var app = await RelyingParty.StartAsync(_provider);

        await _browser.OpenAsync(app.Address + "/me");

        Assert.Equal("alice-1", await app.WhoAsync(_browser));
        var request = Assert.Single(_provider.TokenRequests);
        Assert.Equal((basic, basic is null), (request.GetValueOrDefault("basic"), request.ContainsKey("client_secret")));
    }

    [Fact]
    public async Task A_public_client_sends_no_secret()
    {
        await using var app = await RelyingParty.StartAsync(_provider, options => (options.ClientId, options.ClientSecret) = ("public", null));

        await _browser.OpenAsync(app.Address + "/me");

        Assert.Equal("alice-1", await app.WhoAsync(_browser));
        Assert.DoesNotContain("client_secret", Assert.Single(_provider.TokenRequests).Keys);
    }

    [Fact]
    public async Task Userinfo_adds_claims_and_repeats_none()
    {
        await using var app = await RelyingParty.StartAsync(_provider, options => options.GetClaimsFromUserInfoEndpoint = true);

        var page = await _browser.OpenAsync(app.Address + "/me");

        Assert.Contains("email=alice@example.test", page.Body, StringComparison.Ordinal);
        Assert.Single(page.Body.Split("name=Alice")[1..]);
    }

    [Fact]
    public async Task Claims_get_long_names_where_that_is_wanted()
    {
        await using var app = await RelyingParty.StartAsync(_provider, options => (options.MapInboundClaims, options.GetClaimsFromUserInfoEndpoint) = (true, true));

        var page = await _browser.OpenAsync(app.Address + "/me");

        Assert.Contains("/nameidentifier=alice-1", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"sub=alice-1", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_elliptic_curve_key_is_as_good()
    {
        _provider.Keys.Add(TestKey.EllipticCurve("ec"));
        await using var app = await RelyingParty.StartAsync(_provider);

        await _browser.OpenAsync(app.Address + "/me");

        Assert.Equal("alice-1", await app.WhoAsync(_browser));
    }

    [Fact]
    public async Task The_session_lives_as_long_as_the_token_where_that_is_wanted()
    {
        var expires = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().AddMinutes(17).ToUnixTimeSeconds());
        _provider.IdToken = token => token.Claims["exp"] = expires.ToUnixTimeSeconds();
        await using var app = await RelyingParty.StartAsync(_provider, options => options.UseTokenLifetime = true);

        var page = await _browser.OpenAsync(app.Address + "/me");

        Assert.Contains($"\"expiresUtc\":\"{expires:yyyy-MM-ddTHH:mm:ss}", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_one_challenge_asks_for_is_sent()
    {
        await using var app = await RelyingParty.StartAsync(_provider, options =>
        {
            (options.Prompt, options.MaxAge) = ("login", TimeSpan.FromMinutes(5));
            options.Events.OnRedirectToIdentityProvider = context =>
            {
                context.ProtocolMessage.LoginHint = "alice";
                return Task.CompletedTask;
            };
        });

        await _browser.OpenAsync(app.Address + "/me");

        var asked = Assert.Single(_provider.AuthorizeRequests);
        Assert.Equal(("login", "300", "alice"), (asked["prompt"], asked["max_age"], asked["login_hint"]));
        Assert.Equal("alice-1", await app.WhoAsync(_browser));
    }
}
