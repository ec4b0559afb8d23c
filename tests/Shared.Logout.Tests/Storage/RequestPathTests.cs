using System.Diagnostics;
using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shared.Logout.Sessions;
using Shared.Logout.Storage;
using TestSupport;

namespace Shared.Logout.Tests.Storage;

/// <summary>A signed-in request costs Redis nothing.</summary>
public sealed class RequestPathTests(RedisFixture redis) : IClassFixture<RedisFixture>
{
    private const string Issuer = "https://idp.test";
    private const int Requests = 10_000;

    [Fact]
    public async Task Ten_thousand_authenticated_requests_cause_no_command_beyond_the_timers_own()
    {
        await using var app = await StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.Single()) };
        using var signIn = await http.GetAsync("/sign-in");
        var cookie = Assert.Single(signIn.Headers.GetValues("Set-Cookie")).Split(';')[0];
        await Until.IsTrueAsync(() => app.Services.GetRequiredService<IReplicaStatus>().InStep);

        await redis.Server.CommandAsync("CONFIG", "RESETSTAT");
        var start = Stopwatch.GetTimestamp();
        var statuses = new HttpStatusCode[Requests];
        await Parallel.ForEachAsync(Enumerable.Range(0, Requests), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, stop) => statuses[i] = await GetAsync(http, cookie, stop));
        var counts = await redis.Server.CommandCountsAsync();
        var reads = (Stopwatch.GetElapsedTime(start) / ReplicaService.Interval) + 1;

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.InRange(counts.GetValueOrDefault("xrange"), 0, (long)Math.Ceiling(reads));
        // What else there is: the client's heartbeat and its look at the server's settings, once a minute, and this test's own RESETSTAT and INFO.
        Assert.InRange(counts.Where(command => command.Key != "xrange").Sum(command => command.Value), 0, 20);

        // And it was the guard that let them through.
        var later = DateTimeOffset.UtcNow.AddHours(1);
        await app.Services.GetRequiredService<IRevocationBook>().RecordAsync(
            Instance.NewKey(), later, [new(SessionKeys.Session(Issuer, "app", "session"), DateTimeOffset.MaxValue, later)], default);
        Assert.Equal(HttpStatusCode.Found, await GetAsync(http, cookie, default));
    }

    private static async Task<HttpStatusCode> GetAsync(HttpClient http, string cookie, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Cookie", cookie } } };
        using var answer = await http.SendAsync(request, stop);
        return answer.StatusCode;
    }

    private async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Redis"] = redis.Server.ConnectionString,
            ["OpenIdConnect:Authority"] = Issuer,
            ["OpenIdConnect:ClientId"] = "app",
            ["BackChannelLogout:Issuer"] = Issuer,
        });
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie().AddBackChannelLogout();
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/sign-in", (Func<HttpContext, Task>)(http => http.SignInAsync(new ClaimsPrincipal(
            new ClaimsIdentity([new Claim("sub", "alice"), new Claim("sid", "session"), new Claim("iss", Issuer)], "test", "sub", "role")))));
        app.MapGet("/", () => "hello").RequireAuthorization();
        await app.StartAsync();
        return app;
    }
}
