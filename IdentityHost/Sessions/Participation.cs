using System.Data.Common;

using Dapper;

using IdentityHost.Configuration;
using IdentityHost.Data;

using Microsoft.Extensions.Options;

namespace IdentityHost.Sessions;

/// <summary>Who took part in a session, and so must hear of its end. A row of its own for each, so that parallel sign-ins cannot lose one.</summary>
internal sealed class Participation(IDatabase database, IClientDirectory directory, IOptions<IdentityHostOptions> options, TimeProvider time)
{
    public async Task<bool> JoinAsync(DbConnection connection, DbTransaction transaction, string sid, string clientId)
    {
        var now = time.GetUtcNow();
        // The update is the lock: the door waits for it, or has ended the session already, and then it finds no row.
        var live = await connection.ExecuteAsync(
            """
            UPDATE sessions SET last_seen_at = @now, idle_expires_at = @idle
            WHERE sid = @sid AND ended_at IS NULL AND expires_at > @now AND idle_expires_at > @now
            """, new { sid, now, idle = now + options.Value.SessionIdleLifetime }, transaction);
        if (live == 0)
            return false;
        foreach (var participant in Joining(clientId))
        {
            await connection.ExecuteAsync(
                "INSERT INTO participants (sid, client_id, first_seen_at) VALUES (@sid, @participant, @now) ON CONFLICT DO NOTHING",
                new { sid, participant, now }, transaction);
        }
        return true;
    }

    public async Task<ILookup<string, string>> OfAsync(IReadOnlyCollection<string> sids, CancellationToken cancellationToken)
    {
        if (sids.Count == 0)
            return Array.Empty<string>().ToLookup(sid => sid);
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<(string Sid, string ClientId)>(
            $"SELECT sid, client_id FROM participants WHERE {connection.In("sid", "@sids")} ORDER BY first_seen_at, client_id", new { sids = sids.ToList() });
        return rows.ToLookup(row => row.Sid, row => row.ClientId);
    }

    /// <summary>
    /// The client, and each API that it may call and that listens for logouts (registered as a client of the same name): an API that checks
    /// access tokens without asking us must hear of the session's end too.
    /// </summary>
    private IEnumerable<string> Joining(string clientId)
    {
        yield return clientId;
        if (directory.Find(clientId) is not { } client)
            yield break;
        foreach (var api in directory.ApiResources)
            if (api.Name != clientId && api.Scopes.Any(client.AllowedScopes.Contains) && directory.FindEnabled(api.Name)?.BackChannelLogoutUri is not null)
                yield return api.Name;
    }
}
