namespace IdentityHost.Provider.Storage;

/// <summary>A row of <c>access_tokens</c>.</summary>
internal sealed class AccessTokenRow
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
}
