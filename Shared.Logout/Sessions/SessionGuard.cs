using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Shared.Logout.Configuration;

namespace Shared.Logout.Sessions;

/// <summary>Decides whether a ticket's session is over. On the usual path: one look-up of an entry, one decode, one question to the book.</summary>
internal sealed class SessionGuard(GuardedSchemes schemes, IRevocationBook book, SessionIdentity identity, TimeProvider time)
{
    public ValueTask<SessionVerdict> CheckAsync(
        string scheme, ClaimsPrincipal principal, AuthenticationProperties properties, CancellationToken cancellationToken)
    {
        var settings = schemes[scheme];
        if (!TicketStamp.TryRead(properties, out var stamp))
            return CheckUnstampedAsync(settings, principal, properties, 0, cancellationToken);
        return stamp.Kind switch
        {
            StampKind.Keyed => book.CheckAsync(stamp.Session, settings.MaxStaleness, cancellationToken),
            StampKind.Foreign => new(SessionVerdict.Live),
            StampKind.Stillborn => new(SessionVerdict.Revoked),
            _ => CheckUnstampedAsync(settings, principal, properties, stamp.Session.StartedAt, cancellationToken),
        };
    }

    /// <summary>The stamp under which open connections of this ticket are found, or null where no logout can mean it.</summary>
    public async ValueTask<SessionStamp?> StampOfAsync(
        string scheme, ClaimsPrincipal principal, AuthenticationProperties properties, CancellationToken cancellationToken)
    {
        var known = TicketStamp.TryRead(properties, out var stamp);
        if (known && stamp.Kind is StampKind.Keyed or StampKind.Stillborn)
            return stamp.Session;
        return (known && stamp.Kind is StampKind.Foreign) || SessionEvidence.Find(principal, properties) is not { } evidence
            ? null
            : await identity.ResolveAsync(schemes[scheme].Registrations, evidence, stamp.Session.StartedAt, cancellationToken);
    }

    // A ticket from before the library, or one whose issuer was unknown when it was made.
    private async ValueTask<SessionVerdict> CheckUnstampedAsync(
        SchemeSettings settings, ClaimsPrincipal principal, AuthenticationProperties properties, long startedAt, CancellationToken cancellationToken)
    {
        if (SessionEvidence.Find(principal, properties) is not { } evidence)
            return SessionVerdict.Live;
        if (TicketLife.IsBeyondMemory(properties, settings.LongestTicket, time.GetUtcNow()))
            return SessionVerdict.Revoked;
        return await identity.ResolveAsync(settings.Registrations, evidence, startedAt, cancellationToken) is { } session
            ? await book.CheckAsync(session, settings.MaxStaleness, cancellationToken)
            : SessionVerdict.Unknown;
    }
}
