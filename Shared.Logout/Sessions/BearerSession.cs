namespace Shared.Logout.Sessions;

/// <summary>The session of a request that came with an access token, kept among its features for what stays open.</summary>
internal sealed record BearerSession(SessionNames Names);
