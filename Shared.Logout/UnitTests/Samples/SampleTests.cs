using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shared.Logout.Testing;
using Shared.Logout.UnitTests.Sessions;

namespace Shared.Logout.UnitTests.Samples;

/// <summary>The samples of docs/adopting.md sign somebody out.</summary>
public sealed class SampleTests : IAsyncLifetime
{
    private FakeProvider _provider = null!;

    public async Task InitializeAsync() => _provider = await FakeProvider.StartAsync();

    public async Task DisposeAsync() => await _provider.DisposeAsync();

    [Fact]
    public Task A_plain_cookie_application() => SignsOutAsync(PlainCookieApp.Create, CookieAuthenticationDefaults.AuthenticationScheme, "/backchannel-logout");

    [Fact]
    public Task An_application_with_Identity() => SignsOutAsync(IdentityApp.Create, IdentityConstants.ExternalScheme, "/backchannel-logout");

    [Fact]
    public Task An_application_that_had_the_pasted_classes() => SignsOutAsync(MigratedApp.Create, CookieAuthenticationDefaults.AuthenticationScheme, "/logout");

    [Fact]
    public async Task An_API()
    {
        var provider = _provider;
        await using var app = BearerApi.Create(Builder());
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var data = $"/data?sub=alice&sid=session-1&iat={TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}";
        Assert.Equal("welcome", await http.GetStringAsync(data));

        var token = provider.LogoutToken("my-app").For("alice", "session-1").Build();
        using var answer = await http.PostAsync("/backchannel-logout", new FormUrlEncodedContent([new("logout_token", token)]));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        using var refused = await http.GetAsync(data);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    private async Task SignsOutAsync(Func<WebApplicationBuilder, WebApplication> create, string signInScheme, string path)
    {
        await using var app = create(Builder());
        app.MapGet("/sign-in", (HttpContext http) => SignInAsync(http, signInScheme));
        app.MapGet("/callback", (HttpContext http) => http.SignInAsync(IdentityConstants.ApplicationScheme, Person("Identity")));
        app.MapGet("/private", (HttpContext http) => http.User.Identity!.Name).RequireAuthorization();
        await app.StartAsync();
        using var browser = new TestBrowser(new Uri(app.Urls.Single()));
        using (await browser.Open("/sign-in"))
        using (await browser.Open(signInScheme == IdentityConstants.ExternalScheme ? "/callback" : "/"))
            Assert.True(await browser.IsSignedIn());

        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var other = _provider.LogoutToken("my-app").For("alice", "session-2").Build();
        using (await http.PostAsync(path, new FormUrlEncodedContent([new("logout_token", other)])))
            Assert.True(await browser.IsSignedIn());
        var token = _provider.LogoutToken("my-app").For("alice", "session-1").Build();
        using var answer = await http.PostAsync(path, new FormUrlEncodedContent([new("logout_token", token)]));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(await browser.IsSignedIn());
    }

    // As the sign-in handler does. Identity goes on from there, in a request of its own, with a local account.
    private Task SignInAsync(HttpContext http, string scheme)
    {
        var properties = new AuthenticationProperties();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        properties.StoreTokens([new() { Name = "id_token", Value = IdToken.Create(_provider.Issuer, "my-app", "alice", "session-1", now) }]);
        return http.SignInAsync(scheme, Person("test"), properties);
    }

    private static ClaimsPrincipal Person(string type) => new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "local-id"), new(ClaimTypes.Name, "Alice")], type));

    private WebApplicationBuilder Builder()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["OpenIdConnect:Authority"] = _provider.Issuer,
            ["OpenIdConnect:ClientId"] = "my-app",
        });
        builder.Services.AddInMemoryRevocationStore();
        builder.Services.AddSingleton<ISecurityStampValidator, NoStamp>();   // Identity's needs a store of users
        foreach (var scheme in (string[])[CookieAuthenticationDefaults.AuthenticationScheme, IdentityConstants.ApplicationScheme, IdentityConstants.ExternalScheme])
            builder.Services.PostConfigure<CookieAuthenticationOptions>(scheme, options => options.Cookie.SecurePolicy = CookieSecurePolicy.None);
        return builder;
    }

    private sealed class NoStamp : ISecurityStampValidator
    {
        public Task ValidateAsync(CookieValidatePrincipalContext context) => Task.CompletedTask;
    }
}
