using Dapper;

using IdentityHost.Data;

namespace IdentityHost.Accounts.Admin;

internal sealed class AuditTrail(IDatabase database) : IAuditTrail
{
    public async Task<IReadOnlyList<AuditRow>> SearchAsync(string? who, int skip, int take, CancellationToken cancellationToken)
    {
        var where = who is null ? "" : "WHERE actor = @who OR target = @who";
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryAsync<AuditRow>(
            $"SELECT at, actor, action, target, detail FROM audit {where} ORDER BY at DESC, id LIMIT @take OFFSET @skip", new { who, take, skip })).AsList();
    }
}
