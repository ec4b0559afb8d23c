using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Shared.Logout.Configuration;

namespace Shared.Logout.Sessions;

/// <summary>Decides whether the session behind an access token is over.</summary>
internal sealed class BearerGuard(ILogoutRegistrations registrations, IRevocationBook book, SessionIdentity identity, TimeProvider time)
{
    private readonly Lazy<(LogoutRegistration Registration, RecentNames Names)> _api = new(() =>
    {
        var registration = registrations.All.FirstOrDefault(registration => registration.ForApi)
            ?? throw new InvalidOperationException("CheckSessionAsync was called, but AddBackChannelLogoutForApi was not. Add it after AddAuthentication.");
        return (registration, new(registration.ClientId));
    });

    public async ValueTask<SessionVerdict> CheckAsync(HttpContext http, ClaimsPrincipal token)
    {
        var cancellationToken = http.RequestAborted;
        var (registration, recent) = _api.Value;
        var session = TokenSession.Read(token, out var issuedAt);
        if (session.IsNone)
            return SessionVerdict.Live;

        if (issuedAt < (time.GetUtcNow() - registration.RevocationLifetime).ToUnixTimeSeconds())
            return SessionVerdict.Revoked;

        if (session.Issuer is null)
            session = session with { Issuer = await identity.IssuerOfAsync(registration, cancellationToken) };
        if (session.Issuer is null)
            return registration.OutagePolicy is OutagePolicy.Allow ? SessionVerdict.Live : SessionVerdict.Unknown;
        var names = recent.For(session).At(issuedAt);
        http.Features.Set(new BearerSession(names));
        var verdict = await book.CheckAsync(names.Stamp, registration.MaxStaleness, cancellationToken);
        if (verdict is SessionVerdict.Live && names.AtClient is { } atClient)
            verdict = await book.CheckAsync(atClient, registration.MaxStaleness, cancellationToken);
        return verdict is SessionVerdict.Unknown && registration.OutagePolicy is OutagePolicy.Allow ? SessionVerdict.Live : verdict;
    }
}
