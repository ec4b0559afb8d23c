namespace IdentityHost.Accounts.Admin;

/// <summary>One line of the audit log.</summary>
internal sealed record AuditRow
{
    public required DateTimeOffset At { get; init; }

    /// <summary>A sub, a client id, or <c>system</c>.</summary>
    public required string Actor { get; init; }

    public required string Action { get; init; }

    /// <summary>A sid, sub or client id.</summary>
    public string? Target { get; init; }

    public string? Detail { get; init; }
}
