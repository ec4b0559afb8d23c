namespace IdentityHost.Provider.Tokens;

/// <summary>What one redeemed code gave. A row of <c>grants</c>.</summary>
internal sealed class Grant
{
    public string GrantId { get; set; } = "";

    public string Sid { get; set; } = "";

    public string ClientId { get; set; } = "";

    /// <summary>The person; empty, as is <see cref="Sid"/>, where a client acts for itself.</summary>
    public string Sub { get; set; } = "";

    public bool IsClientsOwn => Sub.Length == 0;

    public string Scope { get; set; } = "";

    public long AuthTime { get; set; }

    public long CreatedAt { get; set; }

    public bool Offline { get; set; }

    public long? RevokedAt { get; set; }
}
