using Bench.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bench.Apps;

/// <summary>A provider that knows every token at once: what it costs an API to ask, without what it costs a provider to know.</summary>
internal sealed class IntrospectionApp : IBenchApp
{
    public string Name => "introspection";

    /// <param name="args">The keys as a JSON Web Key Set.</param>
    public Task<int> RunAsync(string[] args)
    {
        var app = WebAppHost.Create().Build();
        app.MapGet("/.well-known/openid-configuration", (HttpRequest request) => Results.Json(new
        {
            issuer = Issuer(request),
            jwks_uri = Issuer(request) + "/jwks",
            introspection_endpoint = Issuer(request) + "/connect/introspect",
        }));
        app.MapGet("/jwks", () => Results.Text(args[0], "application/json"));
        app.MapPost("/connect/introspect", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
            return Results.Json(new
            {
                active = true,
                iss = Issuer(request),
                aud = "resource-api",
                client_id = "bench",
                sub = "alice",
                sid = form["token"].ToString(),
                scope = "openid dataEventRecords",
                role = "dataEventRecords.user",
                iat = now,
                exp = now + 3600,
            });
        });
        return WebAppHost.RunAsync(app);
    }

    private static string Issuer(HttpRequest request) => $"http://{request.Host}";
}
