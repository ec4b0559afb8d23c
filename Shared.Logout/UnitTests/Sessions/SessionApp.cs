using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Shared.Logout.Configuration;
using Shared.Logout.Sessions;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>An application on Kestrel with real cookies; the provider's sign-in is a query string, everything after it is real.</summary>
internal sealed class SessionApp : IAsyncDisposable
{
    public const string Issuer = "https://op.example";
    public const string ClientId = "app";

    private SessionApp(WebApplication app, TestBook book, TestClock clock) => (App, Book, Clock) = (app, book, clock);

    public WebApplication App { get; }

    public TestBook Book { get; }

    public TestClock Clock { get; }

    public Uri Address => new(App.Urls.First());

    public static async Task<SessionApp> StartAsync(
        Action<BackChannelLogoutOptions>? options = null,
        Action<CookieAuthenticationOptions>? cookie = null,
        Action<AuthenticationBuilder>? authentication = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null,
        TestClock? clock = null,
        TestBook? book = null,
        ILoggerProvider? logs = null)
    {
        var (time, store) = (clock ?? new TestClock(), book ?? new TestBook());
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        if (logs is not null)
            builder.Logging.AddProvider(logs).SetMinimumLevel(LogLevel.Debug);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["OpenIdConnect:Authority"] = Issuer,
            ["OpenIdConnect:ClientId"] = ClientId,
        });
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton(store);
        builder.Services.AddInMemoryRevocationStore();
        var auth = builder.Services
            .AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(it =>
            {
                it.Cookie.Name = "session";
                it.Cookie.SecurePolicy = CookieSecurePolicy.None;
                cookie?.Invoke(it);
            })
            .AddBackChannelLogout(it =>
            {
                it.Issuer = Issuer;
                options?.Invoke(it);
            });
        authentication?.Invoke(auth);
        builder.Services.RemoveAll<IRevocationBook>();
        builder.Services.AddSingleton<IRevocationBook>(store);
        builder.Services.AddAuthorization();
        services?.Invoke(builder.Services);

        var app = builder.Build();
        app.MapGet("/", (HttpContext http) => http.User.FindFirst("sub")?.Value ?? "nobody");
        app.MapGet("/private", (HttpContext http) => http.User.FindFirst("sub")?.Value ?? http.User.Identity?.Name ?? "?").RequireAuthorization();
        app.MapPost("/private", () => "posted").RequireAuthorization();
        app.MapGet("/sign-in", SignInAsync);
        map?.Invoke(app);
        await app.StartAsync();
        return new SessionApp(app, store, time);
    }

    /// <summary>A browser of its own, with its own cookies.</summary>
    public TestBrowser Browser() => new(Address);

    /// <summary>What a logout token does once it has passed the door.</summary>
    public async Task LogoutAsync(
        string? sub = null, string? sid = null, DateTimeOffset? at = null, string issuer = Issuer, string clientId = ClientId, string? initiatedBy = null)
    {
        var registration = App.Services.GetRequiredService<ILogoutRegistrations>().All.First(r => r.ClientId == clientId);
        var time = at ?? Clock.GetUtcNow();
        await App.Services.GetRequiredService<LogoutRecorder>().RecordAsync(
            registration,
            new LogoutToken(issuer, clientId, sub, sid, Guid.NewGuid().ToString("N"), time, time, null) { Reason = "user_logout", InitiatedBy = initiatedBy },
            CancellationToken.None);
    }

    public async ValueTask DisposeAsync() => await App.DisposeAsync();

    private static async Task<IResult> SignInAsync(HttpContext http, string sub, string? sid, string? scheme, long? iat, string? iss, bool? noToken, int? days, string? aud, string? tokens)
    {
        var time = http.RequestServices.GetRequiredService<TimeProvider>();
        var identity = new ClaimsIdentity([new Claim("sub", sub)], "test", "sub", "role");
        if (sid is not null)
            identity.AddClaim(new Claim("sid", sid));
        var properties = new AuthenticationProperties();
        if (days is { } life)
            (properties.IsPersistent, properties.ExpiresUtc) = (true, time.GetUtcNow().AddDays(life));
        var stored = new List<AuthenticationToken>();
        if (noToken is not true)
        {
            stored.Add(new AuthenticationToken
            {
                Name = "id_token",
                Value = IdToken.Create(iss ?? Issuer, aud ?? ClientId, sub, sid, iat ?? time.GetUtcNow().ToUnixTimeSeconds()),
            });
        }

        foreach (var pair in tokens?.Split(';') ?? [])
            stored.Add(new AuthenticationToken { Name = pair.Split(':')[0], Value = pair.Split(':')[1] });
        if (stored.Count > 0)
            properties.StoreTokens(stored);

        await http.SignInAsync(scheme, new ClaimsPrincipal(identity), properties);
        return Results.Text("signed in");
    }
}
