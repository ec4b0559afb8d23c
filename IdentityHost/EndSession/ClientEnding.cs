using System.Data.Common;

using Dapper;

using IdentityHost.Configuration;
using IdentityHost.Data;
using IdentityHost.Delivery;
using IdentityHost.Diagnostics;

namespace IdentityHost.EndSession;

/// <summary>A client that was disabled or removed: told once for every live session that it took part in; the sessions go on without it.</summary>
internal sealed class ClientEnding(ClientTargets targets, AuditLog audit)
{
    public async Task<EndSessionResult> EndAsync(DbConnection connection, DbTransaction transaction, EndSessionRequest request, EndingContext context)
    {
        var clientId = request.ClientId!;
        // This row is the lock: two nodes that saw the same change of the configuration take turns, and the second finds nothing left.
        var target = await targets.LockAsync(connection, transaction, clientId);
        await connection.ExecuteAsync(
            "UPDATE codes SET revoked_at = @Now WHERE client_id = @clientId AND revoked_at IS NULL", new { context.Now, clientId }, transaction);
        await connection.ExecuteAsync(
            "UPDATE grants SET revoked_at = @Now WHERE client_id = @clientId AND revoked_at IS NULL", new { context.Now, clientId }, transaction);

        IReadOnlyList<string> ids = target?.BackChannelLogoutUri is null ? [] : (await connection.QueryAsync<string>(
            $"""
            {DeliveryInsert.Sql}
            FROM participants p JOIN sessions s ON s.sid = p.sid
            WHERE {connection.In("p.client_id", "@Clients")} AND s.ended_at IS NULL RETURNING id
            """,
            DeliveryInsert.Values(request, context, 0, target.SessionLifetime, [clientId]), transaction)).AsList();
        var left = await connection.ExecuteAsync(
            "DELETE FROM participants WHERE client_id = @clientId AND sid IN (SELECT sid FROM sessions WHERE ended_at IS NULL)",
            new { clientId }, transaction);
        if (left > 0)
            await audit.WriteAsync(connection, transaction, new AuditEntry(request.Actor, "client.ended", clientId, $"left {AuditEntry.Count(left, "session", "sessions")}"));
        return new EndSessionResult(context.BatchId, [], ids);
    }
}
