namespace Shared.Logout.Tokens;

/// <summary>What a provider had published at one time.</summary>
internal sealed record ProviderSnapshot(ProviderMetadata Metadata, KeySet Keys, DateTimeOffset ReadAt);
