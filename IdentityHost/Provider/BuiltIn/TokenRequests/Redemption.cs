using IdentityHost.Provider.TokenRequests;
using IdentityHost.Provider.Tokens;

namespace IdentityHost.Provider.BuiltIn.TokenRequests;

/// <summary>What the transaction decided: what tokens may be made for, or why none.</summary>
internal sealed record Redemption(Grant? Grant, TokenError Error)
{
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The reference token that the transaction stored, if the client gets those.</summary>
    public string? AccessHandle { get; init; }

    public string? RefreshToken { get; init; }

    public string? Nonce { get; init; }

    public static implicit operator Redemption(TokenError error) => new(null, error);
}
