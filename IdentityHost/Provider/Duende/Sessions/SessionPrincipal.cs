using System.Security.Claims;

using Duende.IdentityServer;

using IdentityHost.Sessions;

namespace IdentityHost.Provider.Duende.Sessions;

/// <summary>The person of a session in IdentityServer's words.</summary>
internal static class SessionPrincipal
{
    public static ClaimsPrincipal Of(ProviderSession session) => Of(session.Sub, session.Sid, session.AuthTime.ToUnixTimeMilliseconds(), session.Amr);

    public static ClaimsPrincipal Of(string sub, string sid, long authTime, string amr) => new IdentityServerUser(sub)
    {
        IdentityProvider = IdentityServerConstants.LocalIdentityProvider,
        AuthenticationTime = DateTimeOffset.FromUnixTimeMilliseconds(authTime).UtcDateTime,
        AuthenticationMethods = amr.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        AdditionalClaims = [new Claim("sid", sid)],
    }.CreatePrincipal();
}
