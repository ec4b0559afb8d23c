namespace IdentityHost.Provider;

/// <summary>The protocol engine's own settings, bound from <c>Provider</c>.</summary>
public sealed class ProviderOptions
{
    /// <summary>
    /// For so long a used refresh token is answered again with the successor that it already got, so that a lost response or two parallel tabs do
    /// not end a session. Afterwards a second use revokes the whole family. Default: 10 seconds.
    /// </summary>
    public TimeSpan RefreshTokenGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one key signs. Default: 90 days.</summary>
    public TimeSpan KeyRotation { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long a new key is published before it signs; clients cache the key set for less. Default: 24 hours.</summary>
    public TimeSpan KeyAnnouncement { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How long a key that no longer signs is still published, at least. It is kept longer where a client's session or token lives longer.
    /// Default: 14 days.
    /// </summary>
    public TimeSpan KeyRetention { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How often the keys are read again and rotated when due. Default: 1 minute.</summary>
    public TimeSpan KeyRefresh { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the sign-in and sign-out pages may stay open before the request behind them is void. Default: 1 hour.</summary>
    public TimeSpan InteractionLifetime { get; set; } = TimeSpan.FromHours(1);
}
