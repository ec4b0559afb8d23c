using Microsoft.AspNetCore.Authentication;
using Shared.Logout.Configuration;

namespace Shared.Logout.Sessions;

/// <summary>
/// Keeps every ticket shorter than the memory of logouts. A revocation lives RevocationLifetime; a cookie that was issued up to MaxStaleness
/// after it (by an instance that had not heard of it) must be dead before, clock skew included. So no cookie may live longer than the rest.
/// </summary>
internal static class TicketLife
{
    public static TimeSpan Longest(LogoutRegistration registration)
        => registration.RevocationLifetime - registration.MaxStaleness - registration.ClockSkew;

    /// <summary>Shortens a ticket that would outlive its revocation and returns whether it had to.</summary>
    public static bool Clamp(AuthenticationProperties properties, TimeSpan longest, DateTimeOffset now)
    {
        var latest = now + longest;
        // A missing end means "for ever" to the cookie handler.
        var tooLong = properties.ExpiresUtc is not { } end || end > latest.AddSeconds(1);
        if (tooLong)
            properties.ExpiresUtc = latest;
        // Sliding renewal adds the distance between the two, so the distance counts as well.
        if (properties.IssuedUtc is { } issued && properties.ExpiresUtc - issued > longest + TimeSpan.FromSeconds(1))
            properties.IssuedUtc = properties.ExpiresUtc - longest;
        return tooLong;
    }

    /// <summary>Whether a logout of this ticket may already be forgotten, because it was issued by something that does not know the limit.</summary>
    public static bool IsBeyondMemory(AuthenticationProperties properties, TimeSpan longest, DateTimeOffset now)
        => properties.IssuedUtc is not { } issued || now - issued > longest + TimeSpan.FromSeconds(1);
}
