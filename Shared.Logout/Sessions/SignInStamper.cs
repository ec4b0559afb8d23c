using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Logging;
using Shared.Logout.Configuration;
using Shared.Logout.Diagnostics;

namespace Shared.Logout.Sessions;

/// <summary>Writes the session's keys and start into the ticket while its cookie is being issued.</summary>
internal sealed class SignInStamper(
    GuardedSchemes schemes, SessionIdentity identity, IRevocationBook book, TimeProvider time, ILogger<SignInStamper> logger)
{
    private int _saidShortened;
    private int _saidWithoutSessionId;

    public async Task StampAsync(CookieSigningInContext context)
    {
        var (settings, properties) = (schemes[context.Scheme.Name], context.Properties);
        if (TicketLife.Clamp(properties, settings.LongestTicket, context.Options.TimeProvider?.GetUtcNow() ?? time.GetUtcNow())
            && Interlocked.Exchange(ref _saidShortened, 1) == 0)
        {
            logger.TicketShortened(context.Scheme.Name, settings.LongestTicket);
        }

        var stamped = TicketStamp.TryRead(properties, out var before);
        var evidence = await FindEvidenceAsync(context, settings);
        if (evidence is null)
        {
            // Re-issued by the app from what it knew, as Identity does: the properties still say whose session it is.
            if (!stamped)
                new TicketStamp(StampKind.Foreign, default).Write(properties);
            return;
        }

        var startedAt = evidence.IssuedAt ?? time.GetUtcNow().ToUnixTimeSeconds();
        var session = await identity.ResolveAsync(settings.Registrations, evidence, startedAt, context.HttpContext.RequestAborted);
        if (session is { } now && stamped && IsSameSession(before, now))
            session = now with { StartedAt = before.Session.StartedAt };   // a session starts once, however often its cookie is issued
        var stamp = session is { } keyed ? new TicketStamp(StampKind.Keyed, keyed) : new(StampKind.StartOnly, new(default, default, default, startedAt));
        if (evidence.SessionId is null && Interlocked.Exchange(ref _saidWithoutSessionId, 1) == 0)
            logger.TicketWithoutSessionId(context.Scheme.Name);

        // The logout may have overtaken the sign-in: the cookie must not bring to life what is over.
        if (stamp.Kind is StampKind.Keyed
            && await book.CheckAsync(stamp.Session, settings.MaxStaleness, context.HttpContext.RequestAborted) is SessionVerdict.Revoked)
        {
            stamp = stamp with { Kind = StampKind.Stillborn };
            logger.SignInOfEndedSession(context.Scheme.Name, SessionName.Of(stamp.Session));
        }

        stamp.Write(properties);
    }

    private static bool IsSameSession(TicketStamp before, SessionStamp now)
        => before.Kind is StampKind.StartOnly
        || (before.Kind is StampKind.Keyed or StampKind.Stillborn && before.Session.First == now.First && before.Session.Subject == now.Subject);

    private static async Task<SessionEvidence?> FindEvidenceAsync(CookieSigningInContext context, SchemeSettings settings)
    {
        foreach (var scheme in settings.ExternalSchemes)
        {
            var external = await context.HttpContext.AuthenticateAsync(scheme);
            if (external.Succeeded && SessionEvidence.Find(external.Principal, external.Properties) is { } evidence)
                return evidence;
        }

        // With a cookie of its own for external sign-ins, the session's principal is a local account: its id is not the provider's sub.
        return settings.ExternalSchemes.Count == 0 ? SessionEvidence.Find(context.Principal, context.Properties) : null;
    }
}
