namespace Shared.OpenIdConnect.Tests.Infra;

/// <summary>What the provider remembers about a code it gave out.</summary>
public sealed record PendingCode(string ClientId, string RedirectUri, string? Nonce, string? Challenge);
