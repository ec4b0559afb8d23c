namespace IdentityHost.Provider.Storage;

/// <summary>An access token with what decides whether it is alive. Of a JWT that was not revoked early, only the latter.</summary>
internal sealed class AccessTokenState
{
    public string TokenHash { get; set; } = "";

    public string GrantId { get; set; } = "";

    public string Sid { get; set; } = "";

    public string ClientId { get; set; } = "";

    public string Sub { get; set; } = "";

    public string Scope { get; set; } = "";

    public string Audience { get; set; } = "";

    public long CreatedAt { get; set; }

    public long ExpiresAt { get; set; }

    public long? RevokedAt { get; set; }

    public long? GrantRevokedAt { get; set; }

    /// <summary>The grant's person; empty where a client acts for itself.</summary>
    public string GrantSub { get; set; } = "";

    public bool Offline { get; set; }

    public bool SessionLives { get; set; }
}
