namespace Shared.Logout.Live;

/// <summary>What people with an open page are told.</summary>
/// <param name="At">When this instance heard of it.</param>
/// <param name="Reason">Why, or null.</param>
/// <param name="InitiatedBy">The application where the person signed out, or null.</param>
internal sealed record SessionEnd(DateTimeOffset At, string? Reason, string? InitiatedBy);
