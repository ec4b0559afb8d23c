using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shared.Logout.Diagnostics;
using Shared.Logout.Sessions;

namespace Shared.Logout.Live;

/// <summary>Tells the pages of one session that it has ended: HEAD asks whether there is a session, GET waits for its end.</summary>
internal sealed class SessionEventsEndpoint(
    RequestSession requests, LiveSessions sessions, SessionEventStreams streams, IHostApplicationLifetime lifetime,
    ILogger<SessionEventsEndpoint> logger)
{
    public const string SessionHeader = "Session-Name";

    public async Task HandleAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (await requests.FindAsync(http) is not { } session)
        {
            if (RejectedRequest.AnswerFor(http) is { } answer)
                await answer.WriteAsync(http);
            else
                http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        http.Response.Headers[SessionHeader] = SessionName.Of(session.Stamp);
        if (HttpMethods.IsHead(http.Request.Method))
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        else
            await StreamAsync(http, session);
    }

    private async Task StreamAsync(HttpContext http, SessionNames session)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers["X-Accel-Buffering"] = "no";   // nginx would keep the news to itself
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        using var lease = await sessions.HoldAsync(session, http.RequestAborted);
        var stream = new SessionEventStream(http.Response);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await stream.OpenAsync(SessionName.Of(session.Stamp), gone.Token);
            streams.Add(stream);
            var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var ended = lease.Ended.UnsafeRegister(static it => ((TaskCompletionSource)it!).TrySetResult(), over);
            using var left = gone.Token.UnsafeRegister(static it => ((TaskCompletionSource)it!).TrySetCanceled(), over);
            await over.Task;
            await stream.EndAsync(lease.Session.End!, gone.Token);
            logger.PageTold();
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The page was closed, or the host stops and the page comes back by itself.
        }
        finally
        {
            streams.Remove(stream);
            await stream.CloseAsync();
        }
    }
}
