using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace Shared.Logout.Sessions;

/// <summary>What a ticket tells about the provider's session behind it.</summary>
internal sealed record SessionEvidence
{
    // RemoteAuthenticationHandler leaves the name of the remote scheme in every ticket that it hands on.
    private const string RemoteSchemeItem = ".AuthScheme";

    public string? Issuer { get; private init; }

    public string? Subject { get; private init; }

    public string? SessionId { get; private init; }

    /// <summary>Unix seconds by the provider's clock, or null.</summary>
    public long? IssuedAt { get; private init; }

    /// <summary>The clients that the ID token names; empty without one.</summary>
    public IReadOnlyList<string> Audiences { get; private init; } = [];

    /// <summary>
    /// Null where nothing shows that a provider vouched for this ticket: a local account in the same cookie, whose id may equal somebody's <c>sub</c>.
    /// </summary>
    public static SessionEvidence? Find(ClaimsPrincipal? principal, AuthenticationProperties properties)
    {
        var idToken = IdTokenClaims.Read(properties.GetTokenValue("id_token"));
        var (sub, sid, iss) = (principal?.FindFirst("sub"), principal?.FindFirst("sid"), principal?.FindFirst("iss"));
        var name = principal?.FindFirst(ClaimTypes.NameIdentifier);
        var issuedBy = NamedIssuer(sid) ?? NamedIssuer(sub) ?? NamedIssuer(name);
        var vouched = idToken is not null || sub is not null || sid is not null || iss is not null || issuedBy is not null
            || (name is not null && properties.Items.ContainsKey(RemoteSchemeItem));
        return !vouched ? null : new SessionEvidence
        {
            Issuer = idToken?.Issuer ?? iss?.Value ?? issuedBy,
            Subject = idToken?.Subject ?? sub?.Value ?? name?.Value,
            SessionId = idToken?.SessionId ?? sid?.Value,
            IssuedAt = idToken?.IssuedAt ?? (long.TryParse(principal?.FindFirst("iat")?.Value, out var iat) && iat > 0 ? iat : null),
            Audiences = idToken?.Audiences ?? [],
        };
    }

    // Claims that come out of an ID token carry its issuer; claims that the app made carry the framework's placeholder.
    private static string? NamedIssuer(Claim? claim)
        => claim is not null && Uri.TryCreate(claim.Issuer, UriKind.Absolute, out var issuer) && issuer.Scheme is "http" or "https" ? claim.Issuer : null;
}
