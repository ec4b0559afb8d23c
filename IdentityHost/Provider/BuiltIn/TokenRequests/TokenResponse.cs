namespace IdentityHost.Provider.BuiltIn.TokenRequests;

/// <summary>RFC 6749 section 5.1 and Core 3.1.3.3.</summary>
internal sealed record TokenResponse(string AccessToken, int ExpiresIn, string? IdToken, string? RefreshToken, string Scope);
