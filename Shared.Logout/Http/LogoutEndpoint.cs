using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shared.Logout.Configuration;
using Shared.Logout.Diagnostics;
using Shared.Logout.Sessions;
using Shared.Logout.Tokens;

namespace Shared.Logout.Http;

/// <summary>Translates between HTTP and the rules: form in, status out. What a token means is decided elsewhere.</summary>
internal sealed class LogoutEndpoint(
    LogoutTokenValidator validator, LogoutRecorder recorder, FloodGate gate, LogoutEvents events, LogoutMetrics metrics,
    IHostApplicationLifetime lifetime, StoppingGrace grace, TimeProvider time, ILogger<LogoutEndpoint> logger)
{
    public async Task HandleAsync(HttpContext http, IReadOnlyList<LogoutRegistration> registrations)
    {
        var started = time.GetTimestamp();
        using var activity = LogoutActivity.Start(http.Request);
        var reason = LogoutTokenError.None;
        try
        {
            reason = await AnswerAsync(http, registrations);
        }
        catch (Exception e) when (http.RequestAborted.IsCancellationRequested && e is IOException or OperationCanceledException)
        {
            // The caller hung up before the token was whole, or before it had its answer: there is nobody to tell, and nothing to fix. It must not
            // count as 200 either.
            if (!http.Response.HasStarted)
                http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested && !http.Response.HasStarted)
        {
            metrics.Deferred("shutdown");
            await LogoutAnswer.TryAgain(http.Response, StatusCodes.Status503ServiceUnavailable);
        }

        metrics.Answered(http.Response.StatusCode, time.GetElapsedTime(started));
        activity.Finish(http.Response.StatusCode, reason);
    }

    private async Task<LogoutTokenError> AnswerAsync(HttpContext http, IReadOnlyList<LogoutRegistration> registrations)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            await LogoutAnswer.MethodNotAllowed(http.Response);
            return LogoutTokenError.MalformedRequest;
        }

        var (malformed, token) = await ReadAsync(http);
        if (malformed is not LogoutTokenError.None)
            return await RefuseAsync(http, LogoutTokenResult.Refused(malformed));

        // From here on the token is whole. A caller that hangs up must not undo a logout; only the end of the host does, and not at once.
        var stopping = grace.Over;
        using var lease = await gate.EnterAsync(http.Connection.RemoteIpAddress, stopping);
        if (!lease.IsAcquired)
            return await RefuseAsync(http, LogoutTokenResult.Refused(LogoutTokenError.TooManyRequests));

        var result = await validator.ValidateAsync(token, registrations, stopping);
        return result.Succeeded
            ? await RecordAsync(http, result.Registration, result.Token, stopping)
            : await RefuseAsync(http, result);
    }

    private static async ValueTask<(LogoutTokenError Error, ReadOnlyMemory<byte> Token)> ReadAsync(HttpContext http)
    {
        try
        {
            return await LogoutRequestReader.ReadAsync(http.Request, http.RequestAborted);
        }
        catch (IOException) when (!http.RequestAborted.IsCancellationRequested)
        {
            // The server's own limits, broken chunks, the limit of a middleware's buffer, or a connection whose end is not announced yet.
            return (LogoutTokenError.MalformedRequest, default);
        }
    }

    private async Task<LogoutTokenError> RecordAsync(HttpContext http, LogoutRegistration registration, LogoutToken token, CancellationToken stopping)
    {
        RecordOutcome outcome;
        try
        {
            outcome = await recorder.RecordAsync(registration, token, stopping);
            // For repeats, too: the first attempt may have failed after the record.
            await registration.Events.OnLogoutAcknowledging(token, stopping);
        }
        catch (RevocationStoreException e)   // and nothing wider: a bug must surface as 500, not as an outage
        {
            logger.LogoutNotRecorded(e, registration.Name);
            metrics.Deferred("store");
            await LogoutAnswer.TryAgain(http.Response, StatusCodes.Status503ServiceUnavailable);
            return LogoutTokenError.None;
        }

        if (outcome is RecordOutcome.Repeated)
        {
            metrics.Repeated();
            if (registration.RejectReplays)
                return await RefuseAsync(http, LogoutTokenResult.Refused(LogoutTokenError.Replayed, registration));
            logger.LogoutRepeated(registration.Name);
        }
        else
        {
            metrics.Accepted();
            logger.LogoutRecorded(registration.Name);
            await events.RecordedAsync(registration, token, stopping);
        }

        LogoutAnswer.Ok(http.Response);
        return LogoutTokenError.None;
    }

    private async Task<LogoutTokenError> RefuseAsync(HttpContext http, LogoutTokenResult result)
    {
        switch (result.Error)
        {
            case LogoutTokenError.KeysUnavailable:
                metrics.Deferred("keys");
                logger.LogoutNotChecked();
                await LogoutAnswer.TryAgain(http.Response, StatusCodes.Status503ServiceUnavailable);
                break;
            case LogoutTokenError.TooManyRequests:
                metrics.Deferred("flood");
                await LogoutAnswer.TryAgain(http.Response, StatusCodes.Status429TooManyRequests);
                break;
            default:
                metrics.Refused(result.Error);
                Report(http, result.Error);
                await events.RefusedAsync(result, lifetime.ApplicationStopping);
                await LogoutAnswer.BadRequest(http.Response);
                break;
        }

        return result.Error;
    }

    // One line for each refusal, until they are so many that the log would be the damage.
    private void Report(HttpContext http, LogoutTokenError reason)
    {
        var address = http.Connection.RemoteIpAddress;
        var wasFlooding = gate.IsFlooding(address);
        if (gate.CountRefusal(address))
            logger.FloodDetected();
        if (wasFlooding)
            logger.FloodRefused(reason);
        else
            logger.LogoutRefused(reason);
    }
}
