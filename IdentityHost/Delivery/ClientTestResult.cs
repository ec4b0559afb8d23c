namespace IdentityHost.Delivery;

/// <summary>How a client answered a logout for an unknown session.</summary>
public sealed record ClientTestResult(bool Healthy, int? Status, string Explanation, long LatencyMilliseconds, string? TlsProtocol);
