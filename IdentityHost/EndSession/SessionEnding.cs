using System.Data.Common;

using Dapper;

using IdentityHost.Configuration;
using IdentityHost.Data;
using IdentityHost.Delivery;
using IdentityHost.Diagnostics;

namespace IdentityHost.EndSession;

/// <summary>
/// What happens inside the door's transaction. Every statement works on sets, so that a thousand sessions cost about as many round trips as one.
/// </summary>
internal sealed class SessionEnding(IClientDirectory directory, AuditLog audit)
{
    public async Task<EndSessionResult> EndAsync(
        DbConnection connection, DbTransaction transaction, SessionSelection selection, EndSessionRequest request, EndingContext context)
    {
        var values = new
        {
            selection.Sid,
            selection.Sub,
            selection.ExceptSid,
            selection.Limit,
            context.Now,
            Batch = context.BatchId,
            Reason = request.Reason.Name(),
            By = request.InitiatedBy,
        };
        // The flip comes first: it locks the rows, so that a sign-in at a client either joined before it (and is told) or is refused after it.
        var ended = (await connection.QueryAsync<string>(
            $"""
            UPDATE sessions SET ended_at = @Now, end_reason = @Reason, ended_by = @By, end_batch = @Batch
            WHERE {selection.Condition} RETURNING sid
            """, values, transaction)).AsList();

        var outlived = await RevokeAsync(connection, transaction, selection, request.Reason, context);
        if (outlived > 0)
        {
            await audit.WriteAsync(connection, transaction, new AuditEntry(
                request.Actor, "grants.revoked", selection.Sid ?? selection.Sub, $"{request.Reason.Name()}: {outlived} grants of sessions that had ended before"));
        }
        if (ended.Count == 0)
            return new EndSessionResult(context.BatchId, [], []);

        var deliveries = await EnqueueAsync(connection, transaction, request, context);
        await audit.WriteAsync(connection, transaction, new AuditEntry(
            request.Actor, "session.ended", selection.Sid ?? selection.Sub,
            $"{request.Reason.Name()}: {AuditEntry.Count(ended.Count, "session", "sessions")}, {AuditEntry.Count(deliveries.Count, "delivery", "deliveries")}"));
        return new EndSessionResult(context.BatchId, ended, deliveries);
    }

    /// <summary>Returns how many grants it took away that had outlived their sessions.</summary>
    private static async Task<int> RevokeAsync(
        DbConnection connection, DbTransaction transaction, SessionSelection selection, EndReason reason, EndingContext context)
    {
        var all = reason.EndsOfflineGrants();
        var values = new { context.Now, Batch = context.BatchId, selection.Sid, selection.Sub, selection.ExceptSid };
        await connection.ExecuteAsync(
            """
            UPDATE codes SET revoked_at = @Now WHERE revoked_at IS NULL AND sid IN (SELECT sid FROM sessions WHERE end_batch = @Batch)
            """, values, transaction);
        // Refresh tokens and access tokens live only as long as their grant.
        await connection.ExecuteAsync(
            $"""
            UPDATE grants SET revoked_at = @Now
            WHERE revoked_at IS NULL {(all ? "" : "AND offline = 0")} AND sid IN (SELECT sid FROM sessions WHERE end_batch = @Batch)
            """, values, transaction);
        // A security event also reaches what outlived earlier sessions.
        if (all && selection.Sub is not null)
        {
            return await connection.ExecuteAsync(
                "UPDATE grants SET revoked_at = @Now WHERE revoked_at IS NULL AND sub = @Sub AND (@ExceptSid IS NULL OR sid <> @ExceptSid)",
                values, transaction);
        }
        return all && selection.Sid is not null
            ? await connection.ExecuteAsync("UPDATE grants SET revoked_at = @Now WHERE revoked_at IS NULL AND sid = @Sid", values, transaction)
            : 0;
    }

    private async Task<IReadOnlyList<string>> EnqueueAsync(
        DbConnection connection, DbTransaction transaction, EndSessionRequest request, EndingContext context)
    {
        var ids = new List<string>();
        var enabled = directory.Clients.Where(client => client.Enabled).ToList();
        var left = await ClientTargets.LeftAsync(connection, transaction, context.BatchId, enabled.ConvertAll(client => client.ClientId));
        var reachable = enabled.Where(client => client.BackChannelLogoutUri is not null).Select(ClientTarget.Of).Concat(left);
        foreach (var (index, clients) in reachable.GroupBy(client => client.SessionLifetime).Index())
        {
            ids.AddRange(await connection.QueryAsync<string>(
                $"""
                {DeliveryInsert.Sql}
                FROM sessions s JOIN participants p ON p.sid = s.sid
                WHERE s.end_batch = @Batch AND {connection.In("p.client_id", "@Clients")} RETURNING id
                """,
                DeliveryInsert.Values(request, context, index, clients.Key, clients.Select(client => client.ClientId)), transaction));
        }
        return ids;
    }
}
