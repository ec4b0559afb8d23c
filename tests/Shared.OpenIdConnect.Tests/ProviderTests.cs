using System.Net;
using System.Text.Json.Nodes;
using Shared.OpenIdConnect.SignIn;
using Shared.OpenIdConnect.Tests.Infra;

namespace Shared.OpenIdConnect.Tests;

/// <summary>Keys that change, providers that do not answer, settings that cannot work.</summary>
public sealed class ProviderTests : IAsyncLifetime, IDisposable
{
    private readonly TestBrowser _browser = new();
    private FakeProvider _provider = null!;

    public async Task InitializeAsync() => _provider = await FakeProvider.StartAsync();

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task A_new_key_is_fetched_once_and_made_up_keys_cause_no_storm()
    {
        await using var app = await RelyingParty.StartAsync(_provider);
        await _browser.OpenAsync(app.Address + "/me");
        _provider.Keys.Add(TestKey.EllipticCurve("key-2"));

        await _browser.OpenAsync(app.Address + "/login?to=/me");
        Assert.Equal((0, 2), (app.Failures.Count, _provider.Count("/jwks")));

        _provider.IdToken = token => token.Header["kid"] = Guid.NewGuid().ToString();
        for (var i = 0; i < 5; i++)
            await _browser.OpenAsync(app.Address + "/login?to=/me");

        Assert.Equal((SignInError.TokenKey, 5, 2), (app.Reason, app.Failures.Count, _provider.Count("/jwks")));
    }

    [Fact]
    public async Task While_the_provider_is_down_sign_in_says_so_and_recovers()
    {
        var down = true;
        _provider.Intercept = http =>
        {
            http.Response.StatusCode = 500;
            return Task.FromResult(down);
        };
        await using var app = await RelyingParty.StartAsync(_provider);

        var page = await _browser.OpenAsync(app.Address + "/me");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "10"), (page.Status, page.Header("Retry-After")));
        Assert.Equal(SignInError.ProviderUnreachable, app.Reason);
        Assert.Equal("/me", page.Attribute("a", "href"));
        down = false;
        Assert.Equal("/me", (await _browser.OpenAsync(app.Address + "/me")).Address.AbsolutePath);
    }

    [Theory]
    [InlineData("/token")]
    [InlineData("/userinfo")]
    public async Task An_outage_in_the_middle_signs_nobody_in(string path)
    {
        _provider.Intercept = http =>
        {
            http.Response.StatusCode = 502;
            return Task.FromResult(http.Request.Path == path);
        };
        await using var app = await RelyingParty.StartAsync(_provider, options => options.GetClaimsFromUserInfoEndpoint = true);

        var page = await _browser.OpenAsync(app.Address + "/me");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, SignInError.ProviderUnreachable), (page.Status, app.Reason));
        Assert.Equal("nobody", await app.WhoAsync(_browser));
    }

    [Fact]
    public async Task A_redirect_of_the_token_endpoint_is_not_followed()
    {
        _provider.Intercept = http =>
        {
            if (http.Request.Path != "/token")
                return Task.FromResult(false);
            (http.Response.StatusCode, http.Response.Headers.Location) = (307, "/stolen");
            return Task.FromResult(true);
        };
        await using var app = await RelyingParty.StartAsync(_provider);

        await _browser.OpenAsync(app.Address + "/me");

        Assert.Equal(SignInError.CodeRefused, app.Reason);
        Assert.DoesNotContain("/stolen", _provider.Requests);
    }

    [Theory]
    [InlineData("""{"sub":"bob"}""", SignInError.UserInfoSubject)]
    [InlineData("""{"name":"Alice"}""", SignInError.UserInfoSubject)]
    [InlineData("""{"sub":["alice-1"]}""", SignInError.UserInfoSubject)]
    public async Task Userinfo_of_somebody_else_signs_nobody_in(string answer, object reason)
    {
        _provider.UserInfo = JsonNode.Parse(answer)!.AsObject();
        await using var app = await RelyingParty.StartAsync(_provider, options => options.GetClaimsFromUserInfoEndpoint = true);

        await _browser.OpenAsync(app.Address + "/me");

        Assert.Equal((SignInError)reason, app.Reason);
        Assert.Equal("nobody", await app.WhoAsync(_browser));
    }

    [Fact]
    public async Task A_path_that_looks_like_another_host_is_not_returned_to()
    {
        string? returnTo = null;
        await using var app = await RelyingParty.StartAsync(_provider, options => options.Events.OnRedirectToIdentityProvider = context =>
        {
            returnTo = context.Properties.RedirectUri;
            return Task.CompletedTask;
        });

        await _browser.StepAsync(app.Address + "//evil.test/x");

        Assert.Equal("/", returnTo);
    }

    [Fact]
    public async Task Wrong_settings_stop_the_host_with_a_sentence()
    {
        async Task<string> MessageAsync(Action<Microsoft.AspNetCore.Authentication.OpenIdConnect.OpenIdConnectOptions> change)
            => (await Assert.ThrowsAnyAsync<Exception>(async () => await (await RelyingParty.StartAsync(_provider, change)).DisposeAsync())).Message;

        Assert.Contains("ClientId is empty", await MessageAsync(o => o.ClientId = null), StringComparison.Ordinal);
        Assert.Contains("Authority is empty", await MessageAsync(o => o.Authority = null), StringComparison.Ordinal);
        Assert.Contains("is no http or https address", await MessageAsync(o => o.Authority = "nonsense"), StringComparison.Ordinal);
        Assert.Contains("RequireHttpsMetadata=false", await MessageAsync(o => o.RequireHttpsMetadata = true), StringComparison.Ordinal);
        Assert.Contains("only the code flow", await MessageAsync(o => o.ResponseType = "id_token"), StringComparison.Ordinal);
        Assert.Contains("'query' or 'form_post'", await MessageAsync(o => o.ResponseMode = "fragment"), StringComparison.Ordinal);
        Assert.Contains("lacks 'openid'", await MessageAsync(o => o.Scope.Clear()), StringComparison.Ordinal);
        Assert.Contains("'HS256'", await MessageAsync(o => o.TokenValidationParameters.ValidAlgorithms = ["HS256"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/signin-oidc", null)]
    [InlineData("GET", "/signin-oidc?code=a&state=%00%C3%28", null)]
    [InlineData("PUT", "/signin-oidc", "a=b")]
    [InlineData("HEAD", "/signin-oidc", null)]
    [InlineData("POST", "/signin-oidc", "application/json|{}")]
    [InlineData("POST", "/signin-oidc", "multipart/form-data|x")]
    [InlineData("POST", "/signin-oidc", "application/x-www-form-urlencoded; charset=utf-7|state=a")]
    [InlineData("POST", "/signin-oidc", "application/x-www-form-urlencoded; charset=nonsense|state=a")]
    [InlineData("POST", "/signin-oidc", "application/x-www-form-urlencoded|a=%00&state=b")]
    [InlineData("POST", "/signin-oidc", "many keys")]
    [InlineData("DELETE", "/signout-oidc", null)]
    [InlineData("POST", "/signout-oidc", "application/x-www-form-urlencoded; charset=utf-7|sid=a")]
    [InlineData("POST", "/signout-callback-oidc", "application/x-www-form-urlencoded; charset=utf-7|state=a")]
    public async Task Bad_input_is_never_a_server_error(string method, string path, string? body)
    {
        await using var app = await RelyingParty.StartAsync(_provider);
        using var request = new HttpRequestMessage(new HttpMethod(method), app.Address + path);
        if (body == "many keys")
            request.Content = new FormUrlEncodedContent(Enumerable.Range(0, 3000).Select(i => KeyValuePair.Create($"k{i}", "v")));
        else if (body?.Split('|') is [var type, var content])
        {
            request.Content = new StringContent(content);
            request.Content.Headers.Remove("Content-Type");
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        var page = await _browser.StepAsync(request);

        if (path == "/signout-callback-oidc")
            Assert.Equal(app.Address + "/", page.Location!.AbsoluteUri);
        else
            Assert.InRange((int)page.Status, 400, 499);
    }
}
