namespace IdentityHost.Upstream;

/// <summary>Where a browser goes after the upstream provider signed it out. It travels sealed, because the address may be an application's.</summary>
/// <param name="Sid">Our session, on the way there; null on the way back.</param>
/// <param name="Next">The address to go on to.</param>
/// <param name="At">When it was made.</param>
internal sealed record ReturnTicket(string? Sid, string Next, DateTimeOffset At);
