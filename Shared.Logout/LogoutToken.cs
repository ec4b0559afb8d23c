namespace Shared.Logout;

/// <summary>The claims of a logout token that passed every check (Back-Channel Logout 1.0, section 2.4).</summary>
/// <param name="Issuer">The provider, exactly as in <c>iss</c>.</param>
/// <param name="ClientId">This application's client id, which <c>aud</c> named.</param>
/// <param name="Subject">The person (<c>sub</c>), or null when the token names a session only.</param>
/// <param name="SessionId">The session (<c>sid</c>), or null when every session of the person ends.</param>
/// <param name="TokenId">The token's own id (<c>jti</c>).</param>
/// <param name="IssuedAt">When the provider made the token (<c>iat</c>).</param>
/// <param name="EventTime">When the logout happened: <c>toe</c> (RFC 8417) when the provider states it, else <paramref name="IssuedAt"/>.</param>
/// <param name="ExpiresAt">When the token ends (<c>exp</c>), or null where its absence was allowed.</param>
public sealed record LogoutToken(
    string Issuer,
    string ClientId,
    string? Subject,
    string? SessionId,
    string TokenId,
    DateTimeOffset IssuedAt,
    DateTimeOffset EventTime,
    DateTimeOffset? ExpiresAt)
{
    /// <summary>Why the session ended, when the provider says so (<c>logout_reason</c>); at most 64 printable characters. For display only.</summary>
    public string? Reason { get; init; }

    /// <summary>The application where the person signed out, when the provider says so (<c>initiated_by</c>); at most 64 printable characters. For display only.</summary>
    public string? InitiatedBy { get; init; }
}
