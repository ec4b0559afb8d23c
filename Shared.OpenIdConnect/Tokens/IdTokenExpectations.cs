namespace Shared.OpenIdConnect.Tokens;

/// <summary>What the ID token of one sign-in must say.</summary>
internal sealed record IdTokenExpectations(
    IReadOnlyCollection<string> Issuers,
    string ClientId,
    IReadOnlyCollection<string> TrustedAudiences,
    string? Nonce,
    bool RequireNonce,
    TimeSpan? MaxAge,
    string? AccessToken,
    DateTimeOffset Now,
    TimeSpan ClockSkew);
