using System.Diagnostics.Metrics;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Shared.Logout.Http;
using Shared.Logout.Sessions;
using Shared.Logout.Testing;
using Shared.Logout.UnitTests.Sessions;

namespace Shared.Logout.UnitTests.Door;

/// <summary>An application with cookie sessions and the endpoint on Kestrel, and its provider on another port. Time stands still until a test moves it.</summary>
internal sealed class DoorHost : IAsyncDisposable
{
    public const string ClientId = "app";
    public const string Path = "/backchannel-logout";

    private bool _isBeside;

    private DoorHost(WebApplication app, FakeProvider provider, TestClock clock, DoorBook book, LogProbe logs, MetricsProbe metrics)
    {
        (App, Provider, Clock, Book, Logs, Metrics) = (app, provider, clock, book, logs, metrics);
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
    }

    public WebApplication App { get; }

    public FakeProvider Provider { get; }

    public TestClock Clock { get; }

    public DoorBook Book { get; }

    public LogProbe Logs { get; }

    public MetricsProbe Metrics { get; }

    /// <summary>As the provider's: no cookies, no redirects.</summary>
    public HttpClient Http { get; }

    public Uri Address => new(App.Urls.First());

    public static async Task<DoorHost> StartAsync(
        Action<BackChannelLogoutOptions>? options = null,
        Action<WebApplicationBuilder>? services = null,
        Action<AuthenticationBuilder>? authentication = null,
        Action<WebApplication>? use = null,
        Action<WebApplication>? map = null,
        FakeSigningKey? key = null,
        DoorHost? beside = null,
        string? dataDirectory = null,
        Action<FakeProvider>? prepare = null)
    {
        // A host beside another is a second instance: the same provider, the same book, the same clock.
        var (clock, book, logs) = (beside?.Clock ?? new TestClock(), beside?.Book ?? new DoorBook(), new LogProbe());
        var provider = beside?.Provider ?? await FakeProvider.StartAsync(clock, key ?? TestKeys.First());
        prepare?.Invoke(provider);   // before the host starts: it may look for the keys at once
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Debug);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["OpenIdConnect:Authority"] = provider.Issuer,
            ["OpenIdConnect:ClientId"] = ClientId,
            ["DataDirectory"] = dataDirectory,
        });
        builder.Services.AddSingleton<TimeProvider>(clock);
        var auth = builder.Services.AddAuthentication("session").AddCookie("session", o => o.Cookie.Name = "session");
        auth.AddBackChannelLogout(o => options?.Invoke(o));
        authentication?.Invoke(auth);
        if (dataDirectory is null)
        {
            builder.Services.AddInMemoryRevocationStore();
            builder.Services.RemoveAll<IRevocationBook>();
            builder.Services.AddSingleton<IRevocationBook>(book);
        }

        // Deny by default: the endpoint must be open all the same.
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services?.Invoke(builder);

        var app = builder.Build();
        use?.Invoke(app);
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/private", (HttpContext http) => http.User.FindFirst("sub")?.Value ?? "?");
        app.MapGet("/sign-in", (Delegate)StartSessionAsync).AllowAnonymous();
        if (map is null)
            app.MapBackChannelLogout();
        else
            map(app);
        await app.StartAsync();
        var metrics = new MetricsProbe(app.Services.GetRequiredService<IMeterFactory>());
        return new DoorHost(app, provider, clock, book, logs, metrics) { _isBeside = beside is not null };
    }

    /// <summary>A valid token for this application.</summary>
    public LogoutTokenBuilder Token() => Provider.LogoutToken(ClientId);

    /// <summary>A browser that is signed in with the session that <paramref name="token"/> names.</summary>
    public async Task<TestBrowser> SignInAsync(LogoutTokenBuilder token, string more = "")
    {
        var browser = new TestBrowser(Address);
        await browser.SignIn(Text(token["sub"]) ?? "somebody", Text(token["sid"]), $"&iss={Text(token["iss"])}{more}");
        Assert.True(await browser.IsSignedIn());
        return browser;
    }

    public Task<HttpResponseMessage> PostAsync(string token) => Http.PostAsync(Path, new FormUrlEncodedContent([new("logout_token", token)]));

    public Task<HttpResponseMessage> PostRawAsync(string body, string? contentType = "application/x-www-form-urlencoded")
        => PostRawAsync(Encoding.UTF8.GetBytes(body), contentType);

    public Task<HttpResponseMessage> PostRawAsync(byte[] body, string? contentType = "application/x-www-form-urlencoded")
    {
        var content = new ByteArrayContent(body);
        if (contentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return Http.PostAsync(Path, content);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Metrics.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        if (!_isBeside)
            await Provider.DisposeAsync();
    }

    private static string? Text(string? json) => json?.Trim('"');

    private static async Task<IResult> StartSessionAsync(HttpContext http, string sub, string? sid, string iss, string? scheme, string? client)
    {
        var time = http.RequestServices.GetRequiredService<TimeProvider>();
        var identity = new ClaimsIdentity([new Claim("sub", sub)], "test", "sub", "role");
        if (sid is not null)
            identity.AddClaim(new Claim("sid", sid));
        var properties = new AuthenticationProperties();
        properties.StoreTokens([new AuthenticationToken
        {
            Name = "id_token",
            Value = IdToken.Create(iss, client ?? ClientId, sub, sid, time.GetUtcNow().ToUnixTimeSeconds()),
        }]);
        await http.SignInAsync(scheme, new ClaimsPrincipal(identity), properties);
        return Results.Text("signed in");
    }
}
