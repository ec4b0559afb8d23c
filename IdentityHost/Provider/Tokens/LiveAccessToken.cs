namespace IdentityHost.Provider.Tokens;

/// <summary>What a live access token says.</summary>
/// <param name="Id">Its <c>jti</c>; of a handle, the hash that the database knows it by.</param>
internal sealed record LiveAccessToken(
    string ClientId, string Sub, string Sid, string GrantId, IReadOnlyList<string> Scopes, IReadOnlyList<string> Audience, long IssuedAt, long ExpiresAt,
    string Id)
{
    /// <summary>A client acts for itself: no person and no session.</summary>
    public bool IsClientsOwn { get; init; }

    /// <summary>It may outlive its session, so it names none: whoever checks tokens by the sessions that ended would refuse it.</summary>
    public bool IsOffline { get; init; }
}
