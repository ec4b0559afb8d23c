namespace IdentityHost.EndSession;

/// <summary>Which sessions end, and why. Exactly one of <see cref="Sid"/>, <see cref="Sub"/> and <see cref="ClientId"/> is set.</summary>
public sealed record EndSessionRequest(EndReason Reason)
{
    /// <summary>One session.</summary>
    public string? Sid { get; init; }

    /// <summary>Every live session of a person.</summary>
    public string? Sub { get; init; }

    /// <summary>With <see cref="Sub"/>: this session lives on.</summary>
    public string? ExceptSid { get; init; }

    /// <summary>A client that was disabled or removed: its grants die and it is told; other clients' sessions go on.</summary>
    public string? ClientId { get; init; }

    /// <summary>The client where the person signed out, for display.</summary>
    public string? InitiatedBy { get; init; }

    /// <summary>Who did it, for the audit log: a sub, a client id or <c>system</c>.</summary>
    public string Actor { get; init; } = "system";
}
