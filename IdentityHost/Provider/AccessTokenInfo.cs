namespace IdentityHost.Provider;

/// <summary>What a valid access token stands for.</summary>
/// <param name="Sub">The person, or null when a client acts for itself (client_credentials).</param>
/// <param name="ClientId">The client that the token was issued to.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Audiences">The APIs that it is for.</param>
public sealed record AccessTokenInfo(string? Sub, string ClientId, IReadOnlyList<string> Scopes, IReadOnlyList<string> Audiences);
