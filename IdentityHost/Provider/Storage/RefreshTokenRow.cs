namespace IdentityHost.Provider.Storage;

/// <summary>A row of <c>refresh_tokens</c>.</summary>
internal sealed class RefreshTokenRow
{
    public string TokenHash { get; set; } = "";

    public string GrantId { get; set; } = "";

    public long CreatedAt { get; set; }

    public long ExpiresAt { get; set; }

    public long? ConsumedAt { get; set; }

    public string? Successor { get; set; }
}
