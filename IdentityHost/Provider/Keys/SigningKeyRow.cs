namespace IdentityHost.Provider.Keys;

/// <summary>A row of <c>signing_keys</c>.</summary>
internal sealed class SigningKeyRow
{
    public string Kid { get; set; } = "";

    public string Alg { get; set; } = "";

    public string ProtectedKey { get; set; } = "";

    public long CreatedAt { get; set; }

    public long ActiveAt { get; set; }

    public long? RetiredAt { get; set; }

    public long? RemovedAt { get; set; }
}
