using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

using IdentityHost.Configuration;
using IdentityHost.Data;
using IdentityHost.Diagnostics;
using IdentityHost.EndSession;
using IdentityHost.Sessions;

using Microsoft.AspNetCore.Http.Features;

namespace IdentityHost.Accounts;

/// <summary>Tells the provider's own open pages that their session has ended (Server-Sent Events, for session.js).</summary>
internal sealed class SessionEvents(
    ISessions sessions, SessionEndSignal signal, IClientDirectory clients, IHostApplicationLifetime lifetime, TimeProvider time,
    ILogger<SessionEvents> logger)
{
    // Shorter than the idle limit of usual proxies (nginx: 60 s). It is also how long the end by another node may stay unnoticed here.
    private static readonly TimeSpan _beat = TimeSpan.FromSeconds(15);
    private static readonly JsonSerializerOptions _json = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>How a page names its session: enough to tell one from another, and nothing that opens it.</summary>
    public static string NameOf(ProviderSession session) => Secret.Hash("page " + session.Sid);

    /// <param name="session">The name that the page got; where this browser has another session by now, or none, that one is over.</param>
    public static Task HandleAsync(HttpContext http, string? session, SessionEvents events) => events.TellAsync(http, session ?? "");

    private async Task TellAsync(HttpContext http, string name)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers["X-Accel-Buffering"] = "no";  // nginx would keep the news to itself
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await WriteAsync(http, "retry: 3000\n\n", gone.Token);
            var end = await sessions.GetCurrentAsync(http) is { } current && NameOf(current) == name
                ? await EndOfAsync(http, current.Sid, gone.Token)
                : null;
            var data = new JsonObject
            {
                ["initiatedBy"] = end?.EndedBy is { } by ? clients.Find(by)?.ClientName ?? by : null,
                ["time"] = (end?.EndedAt ?? time.GetUtcNow()).ToString("O"),
            };
            // JSON escapes line breaks, so no value can start a field of its own.
            await WriteAsync(http, $"event: session-ended\ndata: {data.ToJsonString(_json)}\n\n", gone.Token);
            PagesLog.PageTold(logger);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The page was closed, or the host stops and the page comes back by itself.
        }
    }

    private async Task<ProviderSession?> EndOfAsync(HttpContext http, string sid, CancellationToken gone)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(gone);
        try
        {
            var ended = signal.WaitAsync(sid, waiting.Token);   // waited for first, read then: an end that comes in between is seen by one of the two
            while (true)
            {
                var session = await sessions.FindAsync(sid, gone);
                if (session is not { EndedAt: null })
                    return session;
                if (await Task.WhenAny(ended, Task.Delay(_beat, time, waiting.Token)) != ended)
                    await WriteAsync(http, ": \n\n", gone);
                gone.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            await waiting.CancelAsync();
        }
    }

    private static async Task WriteAsync(HttpContext http, string text, CancellationToken cancellationToken)
    {
        await http.Response.WriteAsync(text, cancellationToken);
        await http.Response.Body.FlushAsync(cancellationToken);
    }
}
