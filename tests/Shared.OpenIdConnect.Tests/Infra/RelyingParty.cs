using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Shared.OpenIdConnect.Tests.Infra;

/// <summary>The smallest application that uses the handler, on a real port.</summary>
internal sealed class RelyingParty : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RelyingParty(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public ConcurrentQueue<Exception> Failures { get; } = new();

    public LogLines Log { get; private init; } = new();

    public static async Task<RelyingParty> StartAsync(FakeProvider provider, Action<OpenIdConnectOptions>? configure = null)
    {
        var log = new LogLines();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        RelyingParty? party = null;
        builder.Services
            .AddAuthentication(options =>
            {
                options.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
                options.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
            })
            .AddCookie(options => options.Cookie.Name = "rp")
            .AddOpenIdConnect(options =>
            {
                options.Authority = provider.Issuer;
                options.ClientId = "rp";
                options.ClientSecret = FakeProvider.ClientSecret;
                options.RequireHttpsMetadata = false;
                options.ResponseType = "code";
                options.ResponseMode = "query";
                foreach (var cookie in (CookieBuilder[])[options.CorrelationCookie, options.NonceCookie])
                    (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
                options.MapInboundClaims = false;
                options.SaveTokens = true;
                configure?.Invoke(options);
                var inner = options.Events.OnRemoteFailure;
                options.Events.OnRemoteFailure = context =>
                {
                    party!.Failures.Enqueue(context.Failure!);
                    return inner(context);
                };
            });
        builder.Services.AddAuthorization();
        var app = builder.Build();
        party = new RelyingParty(app) { Log = log };
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/", () => "start");
        app.MapGet("/me", (Delegate)Me).RequireAuthorization();
        app.MapGet("/who", (HttpContext http) => http.User.FindFirst("sub")?.Value ?? "nobody");
        app.MapGet("/login", (string? to) => Results.Challenge(new AuthenticationProperties { RedirectUri = to }));
        app.MapPost("/logout", (string? to) => Results.SignOut(
            new AuthenticationProperties { RedirectUri = to }, [CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme]));
        app.MapGet("/{**anything}", () => "protected").RequireAuthorization();
        await app.StartAsync();
        return party;
    }

    public async Task<string> WhoAsync(TestBrowser browser) => (await browser.StepAsync(Address + "/who")).Body;

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static async Task<IResult> Me(HttpContext http)
    {
        var ticket = await http.AuthenticateAsync();
        return Results.Json(new
        {
            Claims = http.User.Claims.Select(c => $"{c.Type}={c.Value}"),
            Issuer = http.User.FindFirst("sub")?.Issuer,
            Tokens = ticket.Properties!.GetTokens().ToDictionary(t => t.Name, t => t.Value),
            Items = ticket.Properties!.Items.Keys,
            ticket.Properties.ExpiresUtc,
        });
    }
}
