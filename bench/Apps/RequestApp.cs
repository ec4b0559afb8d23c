using System.Security.Claims;
using Bench.Harness;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Bench.Apps;

/// <summary>A signed-in page: with cookies alone, with the library, or with a Redis GET per request.</summary>
internal sealed class RequestApp : IBenchApp
{
    public const string Issuer = "http://127.0.0.1:1"; // nobody sends logout tokens here
    public const string ClientId = "bench";
    public const string SessionId = "session-1";

    public string Name => "request";

    /// <param name="args">The variant; the Redis.</param>
    public async Task<int> RunAsync(string[] args)
    {
        var (variant, redis) = (args[0], args[1]);
        var builder = WebAppHost.Create();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Redis"] = redis,
            ["OpenIdConnect:Authority"] = Issuer,
            ["OpenIdConnect:ClientId"] = ClientId,
            ["BackChannelLogout:Issuer"] = Issuer,
        });
        var connection = variant == "get" ? await ConnectionMultiplexer.ConnectAsync(redis) : null;
        var authentication = builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            if (connection is not null)
                cookie.Events.OnValidatePrincipal = context => AskRedisAsync(connection, context);
        });
        if (variant == "library")
            authentication.AddBackChannelLogout();
        builder.Services.AddAuthorization();

        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/sign-in", (Func<HttpContext, Task>)(http => http.SignInAsync(new ClaimsPrincipal(
            new ClaimsIdentity([new Claim("sub", "alice"), new Claim("sid", SessionId), new Claim("iss", Issuer)], "bench", "sub", "role")))));
        app.MapGet("/", () => "hello").RequireAuthorization();
        return await WebAppHost.RunAsync(app);
    }

    private static async Task AskRedisAsync(ConnectionMultiplexer connection, CookieValidatePrincipalContext context)
    {
        var sid = context.Principal?.FindFirst("sid")?.Value;
        if (!(await connection.GetDatabase().StringGetAsync($"logout:{sid}")).IsNull)
            context.RejectPrincipal();
    }
}
