using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Shared.Logout.Configuration;
using Shared.Logout.Diagnostics;

namespace Shared.Logout.Sessions;

/// <summary>Acts on the guard's verdict: which cookies pass, which are deleted, which wait.</summary>
internal sealed class SessionRejection(
    SessionGuard guard, GuardedSchemes schemes, TokenRevocationQueue tokens, SessionMetrics metrics, TimeProvider time, ILogger<SessionRejection> logger)
{
    /// <summary>Lets a live session pass, on the synchronous path without allocation.</summary>
    public ValueTask ValidateAsync(CookieValidatePrincipalContext context)
    {
        var check = guard.CheckAsync(context.Scheme.Name, context.Principal!, context.Properties, context.HttpContext.RequestAborted);
        if (!check.IsCompletedSuccessfully)
            return AwaitAsync(check, context);
        var verdict = check.Result;
        return verdict is SessionVerdict.Live && !context.ShouldRenew ? default : ActAsync(verdict, context);
    }

    /// <summary>Only a session that is known to be alive gets a younger cookie; the proof that a revocation outlives every cookie rests on it.</summary>
    public async ValueTask<bool> MayRenewAsync(CookieSlidingExpirationContext context)
        => await guard.CheckAsync(context.Scheme.Name, context.Principal!, context.Properties, context.HttpContext.RequestAborted)
            is SessionVerdict.Live;

    private async ValueTask AwaitAsync(ValueTask<SessionVerdict> check, CookieValidatePrincipalContext context) => await ActAsync(await check, context);

    private async ValueTask ActAsync(SessionVerdict verdict, CookieValidatePrincipalContext context)
    {
        var settings = schemes[context.Scheme.Name];
        switch (verdict)
        {
            case SessionVerdict.Live:
                // The application asked for a new cookie, perhaps with a longer life.
                TicketLife.Clamp(context.Properties, settings.LongestTicket, Now(context));
                return;
            case SessionVerdict.Unknown:
                logger.SessionUnknown(context.Scheme.Name, settings.OutagePolicy);
                if (settings.OutagePolicy is OutagePolicy.Allow)
                    KeepAge(context);
                else
                    Reject(context, RejectionKind.Unknown);
                return;
            default:
                await EndAsync(context);
                return;
        }
    }

    private async Task EndAsync(CookieValidatePrincipalContext context)
    {
        var stillborn = TicketStamp.TryRead(context.Properties, out var stamp) && stamp.Kind is StampKind.Stillborn;
        Reject(context, stillborn ? RejectionKind.SignedOutDuringSignIn : RejectionKind.SignedOut);
        logger.SessionRejected(context.Scheme.Name, SessionName.Of(stamp.Session));

        // Rejecting is not enough: where a sliding renewal is due, the handler would send a fresh cookie all the same. Signing out of exactly this
        // scheme prevents that, deletes the cookie, and removes the ticket from the application's ticket store.
        if (!context.HttpContext.Response.HasStarted)
            await context.HttpContext.SignOutAsync(context.Scheme.Name);
        // Dead first, then its tokens: a provider that is slow or down must not keep a session alive.
        tokens.Enqueue(context.Properties, schemes[context.Scheme.Name]);
        foreach (var registration in schemes[context.Scheme.Name].Registrations)
        {
            try
            {
                await registration.Events.OnSessionRejected(context.HttpContext);
            }
            catch (Exception e)   // the application's own code: whatever it throws, the session stays rejected
            {
                logger.EventHandlerFailed(e, nameof(BackChannelLogoutEvents.OnSessionRejected));
            }
        }
    }

    private void Reject(CookieValidatePrincipalContext context, RejectionKind kind)
    {
        metrics.Rejected(kind);
        context.RejectPrincipal();
        context.HttpContext.Features.Set(new EndedSession(context.Scheme.Name, kind));
    }

    // Served without knowing: what the application stored in the ticket is kept, its end does not move.
    private void KeepAge(CookieValidatePrincipalContext context)
    {
        if (context.ShouldRenew)
            context.Properties.IssuedUtc = Now(context);
    }

    private DateTimeOffset Now(CookieValidatePrincipalContext context) => context.Options.TimeProvider?.GetUtcNow() ?? time.GetUtcNow();
}
