using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Federation.Tests.FullServerLogout;

/// <summary>A provider over real HTTP whose introspection endpoint answers what the test wants. It is where only its metadata says.</summary>
internal sealed class OddProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _asked;

    private OddProvider(WebApplication app) => _app = app;

    public string Issuer => _app.Urls.Single();

    /// <summary>Writes the next answers.</summary>
    public Func<HttpContext, Task> Introspect { get; set; } = _ => Task.CompletedTask;

    /// <summary>Writes the discovery document instead, where it is set.</summary>
    public Func<HttpContext, Task>? Discover { get; set; }

    /// <summary>How often introspection was asked for.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public static async Task<OddProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var provider = new OddProvider(app);
        app.MapGet("/.well-known/openid-configuration", http => provider.Discover is { } discover
            ? discover(http)
            : http.Response.WriteAsJsonAsync(new { issuer = provider.Issuer, jwks_uri = provider.Issuer + "/jwks", introspection_endpoint = provider.Issuer + "/tokens/ask" }));
        app.MapGet("/jwks", () => new { keys = Array.Empty<object>() });
        app.MapPost("/tokens/{where}", http =>
        {
            Interlocked.Increment(ref provider._asked);
            return provider.Introspect(http);
        });
        await app.StartAsync();
        return provider;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
