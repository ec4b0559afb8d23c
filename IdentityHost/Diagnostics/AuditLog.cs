using System.Data.Common;

using Dapper;

using IdentityHost.Data;

namespace IdentityHost.Diagnostics;

/// <summary>Audit rows are part of the transaction that they describe: neither happens without the other.</summary>
internal sealed class AuditLog(TimeProvider time)
{
    public Task WriteAsync(DbConnection connection, DbTransaction transaction, AuditEntry entry) => connection.ExecuteAsync(
        "INSERT INTO audit (id, at, actor, action, target, detail) VALUES (@Id, @Now, @Actor, @Action, @Target, @Detail)",
        new { Id = Secret.NewId(), Now = time.GetUtcNow(), entry.Actor, entry.Action, entry.Target, entry.Detail }, transaction);
}
