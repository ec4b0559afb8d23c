namespace Clients.Records;

/// <summary>What a refresh brought.</summary>
internal sealed record RenewedTokens(string AccessToken, string RefreshToken, DateTimeOffset ExpiresAt);
