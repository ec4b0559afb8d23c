namespace IdentityHost.Accounts.Admin;

/// <summary>The audit log, for the administration pages.</summary>
internal interface IAuditTrail
{
    /// <summary>Newest first; <paramref name="who"/> is an actor or a target.</summary>
    Task<IReadOnlyList<AuditRow>> SearchAsync(string? who, int skip, int take, CancellationToken cancellationToken);
}
