namespace IdentityHost.Sessions;

/// <summary>One browser that is signed in at the provider.</summary>
public sealed record ProviderSession
{
    public required string Sid { get; init; }

    public required string Sub { get; init; }

    public required string Issuer { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset AuthTime { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How the person proved who they are, for example <c>pwd</c> or <c>external</c>.</summary>
    public required string Amr { get; init; }

    public string? UserAgent { get; init; }

    public string? Origin { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? EndReason { get; init; }

    /// <summary>The client where the person signed out, if it was one.</summary>
    public string? EndedBy { get; init; }

    public string? UpstreamIssuer { get; init; }

    public string? UpstreamSid { get; init; }

    public string? UpstreamIdToken { get; init; }
}
