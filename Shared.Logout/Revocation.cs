namespace Shared.Logout;

/// <summary>The record that a logout leaves: sessions that match <paramref name="Key"/> are over.</summary>
/// <param name="Key">Which sessions: a hash that names no person.</param>
/// <param name="Cutoff">Sessions that started at or before this time are over; whole seconds. <see cref="DateTimeOffset.MaxValue"/>: all of them.</param>
/// <param name="ExpiresAt">From here on no cookie of such a session can be alive, and the record may be forgotten.</param>
public sealed record Revocation(RevocationKey Key, DateTimeOffset Cutoff, DateTimeOffset ExpiresAt)
{
    /// <summary>Why, for people that look at an open page; never used for a decision.</summary>
    public string? Reason { get; init; }

    /// <summary>Where the person signed out, for people that look at an open page; never used for a decision.</summary>
    public string? InitiatedBy { get; init; }
}
