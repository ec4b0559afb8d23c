using System.Globalization;
using System.Security.Claims;

namespace Shared.Logout.Sessions;

/// <summary>What an access token tells of its session. Tokens of one session are equal, whenever they were issued.</summary>
internal readonly record struct TokenSession(string? Issuer, string? ClientId, string? SessionId, string? Subject)
{
    /// <summary>A client that acts for itself has no person and no session.</summary>
    public bool IsNone => SessionId is null && (Subject is null || Subject == ClientId);

    /// <summary>Reads the claims in one pass: an API does this for every request.</summary>
    /// <param name="token">A token that is otherwise valid.</param>
    /// <param name="issuedAt">Unix seconds; 0 where the token does not tell.</param>
    public static TokenSession Read(ClaimsPrincipal token, out long issuedAt)
    {
        string? issuer = null, client = null, sid = null, sub = null;
        issuedAt = 0;
        foreach (var claim in token.Claims)
        {
            switch (claim.Type)
            {
                case "iss": issuer ??= claim.Value; break;
                case "client_id": client ??= claim.Value; break;
                case "sid": sid ??= claim.Value; break;
                case "sub": sub ??= claim.Value; break;
                case "iat" when long.TryParse(claim.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds): issuedAt = seconds; break;
            }
        }

        return new(issuer, client, sid, sub);
    }

    public SessionNames NamesFor(string clientId)
        => new(StampFor(clientId), ClientId is null || ClientId == clientId ? null : StampFor(ClientId));

    private SessionStamp StampFor(string clientId) => new(
        SessionId is not null ? SessionKeys.Session(Issuer!, clientId, SessionId) : SessionKeys.SubjectWithoutSession(Issuer!, clientId, Subject!),
        SessionId is not null && Subject is not null ? SessionKeys.SessionOfSubject(Issuer!, clientId, SessionId, Subject) : default,
        Subject is not null ? SessionKeys.Subject(Issuer!, clientId, Subject) : default,
        StartedAt: 0);
}
