using IdentityHost.Accounts.Admin;

namespace IdentityHost.Tests.Pages.Fakes;

/// <summary>An audit log in memory.</summary>
internal sealed class FakeAudit : IAuditTrail
{
    public List<AuditRow> Rows { get; } = [];

    public Task<IReadOnlyList<AuditRow>> SearchAsync(string? who, int skip, int take, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<AuditRow>>([.. Rows.Where(row => who is null || row.Actor == who || row.Target == who).Skip(skip).Take(take)]);
}
