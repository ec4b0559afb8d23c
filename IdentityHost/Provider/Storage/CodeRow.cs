namespace IdentityHost.Provider.Storage;

/// <summary>A row of <c>codes</c>.</summary>
internal sealed class CodeRow
{
    public string CodeHash { get; set; } = "";

    public string GrantId { get; set; } = "";

    public string Sid { get; set; } = "";

    public string ClientId { get; set; } = "";

    public string Sub { get; set; } = "";

    public string RedirectUri { get; set; } = "";

    public string? CodeChallenge { get; set; }

    public string? Nonce { get; set; }

    public string Scope { get; set; } = "";

    public long AuthTime { get; set; }

    public long CreatedAt { get; set; }

    public long ExpiresAt { get; set; }

    public long? RevokedAt { get; set; }
}
