using IdentityHost.Configuration;

namespace IdentityHost.Provider.TokenRequests;

/// <summary>A well-formed token request of a known client.</summary>
internal sealed record TokenRequest(Client Client, string GrantType)
{
    public const string AuthorizationCode = "authorization_code";
    public const string Refresh = "refresh_token";
    public const string ClientCredentials = "client_credentials";

    public string Code { get; init; } = "";

    public string RedirectUri { get; init; } = "";

    public string? Verifier { get; init; }

    public string RefreshToken { get; init; } = "";

    /// <summary>A refresh may ask for less than was granted; a client that acts for itself, for less than it may have.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }
}
