namespace Shared.Logout;

/// <summary>What is known of a session.</summary>
public enum SessionVerdict
{
    /// <summary>Nobody has ended it.</summary>
    Live,

    /// <summary>It was signed out.</summary>
    Revoked,

    /// <summary>The store cannot be asked, and what is in memory is older than <see cref="BackChannelLogoutOptions.MaxStaleness"/>.</summary>
    Unknown,
}
