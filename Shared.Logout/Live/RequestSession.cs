using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Shared.Logout.Configuration;
using Shared.Logout.Sessions;

namespace Shared.Logout.Live;

/// <summary>Finds the session behind a request.</summary>
internal sealed class RequestSession(GuardedSchemes schemes, SessionGuard guard)
{
    /// <summary>Null where the request has no session that a logout could end. Completes synchronously where the request was authenticated before.</summary>
    public async ValueTask<SessionNames?> FindAsync(HttpContext http)
    {
        if (http.Features.Get<BearerSession>() is { } bearer)
            return bearer.Names;
        if (http.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult is { Succeeded: true } known
            && TicketStamp.TryRead(known.Properties, out var stamp) && stamp.Kind is StampKind.Keyed)
        {
            return stamp.Session;
        }

        foreach (var settings in schemes.All)
        {
            // The handler keeps its verdict for the request, so asking again costs nothing.
            var result = await http.AuthenticateAsync(settings.Scheme);
            if (result.Succeeded && await guard.StampOfAsync(settings.Scheme, result.Principal, result.Properties, http.RequestAborted) is { } session)
                return session;
        }

        return null;
    }
}
