namespace Clients.Controllers;

/// <summary>What the session page shows.</summary>
public sealed record SessionView(string? Name, string? Sub, string? Sid, string? Issuer, DateTimeOffset? Started, DateTimeOffset? Expires);
