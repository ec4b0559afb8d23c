using System.Collections.Frozen;
using Microsoft.IdentityModel.Tokens;

namespace Shared.Logout.Configuration;

/// <summary>One <c>AddBackChannelLogout</c> with every default resolved: immutable, checked, and safe to keep for the life of the host.</summary>
internal sealed record LogoutRegistration
{
    public required string Name { get; init; }

    /// <summary>Empty for an API, which has no cookie.</summary>
    public required string CookieScheme { get; init; }

    /// <summary>Whether a cookie is guarded.</summary>
    public bool ForCookie { get; init; } = true;

    /// <summary>Whether access tokens are guarded.</summary>
    public bool ForApi { get; init; }

    public string? ExternalCookieScheme { get; init; }

    public string? Authority { get; init; }

    public required string MetadataAddress { get; init; }

    /// <summary>The exact <c>iss</c>, or null: the one that discovery states.</summary>
    public string? Issuer { get; init; }

    public required string ClientId { get; init; }

    public string? ClientSecret { get; init; }

    public FrozenSet<string> TrustedAudiences { get; init; } = [];

    /// <summary>Never empty.</summary>
    public FrozenSet<string> SigningAlgorithms { get; init; } = FrozenSet.Create(StringComparer.Ordinal, "RS256");

    public IReadOnlyList<SecurityKey> DecryptionKeys { get; init; } = [];

    public bool RequireLogoutTokenType { get; init; }

    public bool RequireExpiration { get; init; } = true;

    public bool RequireSessionId { get; init; }

    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(60);

    public TimeSpan MaxTokenAge { get; init; } = TimeSpan.FromMinutes(10);

    public bool RejectReplays { get; init; }

    public SubjectAndSession SubjectAndSession { get; init; }

    /// <summary>At least as long as a cookie of <see cref="CookieScheme"/> can live, plus the skew.</summary>
    public required TimeSpan RevocationLifetime { get; init; }

    public TimeSpan MaxStaleness { get; init; } = TimeSpan.FromMinutes(5);

    public OutagePolicy OutagePolicy { get; init; }

    public TimeSpan KeyRefreshCooldown { get; init; } = TimeSpan.FromSeconds(30);

    public HttpMessageHandler? BackchannelHttpHandler { get; init; }

    public bool RevokeTokens { get; init; } = true;

    public bool RevokeOfflineTokens { get; init; }

    public BackChannelLogoutEvents Events { get; init; } = new();
}
