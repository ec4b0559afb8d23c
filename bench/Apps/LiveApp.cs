using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using Bench.Harness;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Bench.Apps;

/// <summary>Event streams for signed-in pages: the library's, or ones written by hand that know nothing of logout tokens.</summary>
internal sealed class LiveApp : IBenchApp
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _pages = new();

    public string Name => "live";

    /// <param name="args">The variant; the Redis; the provider. After its address it answers each line of input with the bytes of its live objects and of its working set.</param>
    public async Task<int> RunAsync(string[] args)
    {
        var (variant, redis, issuer) = (args[0], args[1], args[2]);
        var builder = WebAppHost.Create();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Redis"] = redis,
            ["OpenIdConnect:Authority"] = issuer,
            ["OpenIdConnect:ClientId"] = "bench",
        });
        var authentication = builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
        if (variant == "library")
            authentication.AddBackChannelLogout();
        builder.Services.AddAuthorization();

        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/sign-in/{n}", (HttpContext http, string n) => http.SignInAsync(new ClaimsPrincipal(
            new ClaimsIdentity([new Claim("sub", $"subject-{n}"), new Claim("sid", $"session-{n}"), new Claim("iss", issuer)], "bench", "sub", "role"))));
        if (variant == "library")
        {
            app.MapSessionEvents();
            app.MapBackChannelLogout();
        }
        else
        {
            app.MapGet("/session-events", ListenAsync).RequireAuthorization();
            app.MapPost("/backchannel-logout", (Func<HttpContext, Task>)TellAsync);
        }

        return await WebAppHost.RunAsync(app, Measure);
    }

    private async Task ListenAsync(HttpContext http)
    {
        var over = _pages[http.User.FindFirst("sid")!.Value] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        http.Response.ContentType = "text/event-stream";
        await http.Response.WriteAsync("event: session\ndata: {}\n\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        using var left = http.RequestAborted.UnsafeRegister(static it => ((TaskCompletionSource)it!).TrySetResult(), over);
        await over.Task;
        if (!http.RequestAborted.IsCancellationRequested)
            await http.Response.WriteAsync("event: session-ended\ndata: {}\n\n", http.RequestAborted);
    }

    private async Task TellAsync(HttpContext http)
    {
        if (_pages.TryRemove((await http.Request.ReadFormAsync(http.RequestAborted))["logout_token"].ToString(), out var page))
            page.SetResult();
    }

    private static string Measure(string _)
    {
        // Twice: what the first one finalizes, the second one frees.
        for (var i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return string.Create(CultureInfo.InvariantCulture, $"{GC.GetTotalMemory(forceFullCollection: true)} {Environment.WorkingSet}");
    }
}
