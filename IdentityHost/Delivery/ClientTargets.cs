using System.Data.Common;
using System.Text.Json;

using Dapper;

using IdentityHost.Configuration;
using IdentityHost.Data;

namespace IdentityHost.Delivery;

/// <summary>How to reach every client that the configuration names or once named.</summary>
internal sealed class ClientTargets(IDatabase database, IClientDirectory directory, TimeProvider time)
{
    public async ValueTask<ClientTarget?> FindAsync(string clientId, CancellationToken cancellationToken)
    {
        if (directory.Find(clientId) is { } client)
            return ClientTarget.Of(client);
        await using var connection = await database.OpenAsync(cancellationToken);
        return Read(await connection.ExecuteScalarAsync<string?>("SELECT settings FROM client_targets WHERE client_id = @clientId", new { clientId }));
    }

    /// <summary>Remembers the clients of the configuration; returns those that were known before and are now disabled or gone.</summary>
    public async Task<IReadOnlyList<string>> RememberAsync(CancellationToken cancellationToken)
    {
        var rows = directory.Clients.Select(client => new
        {
            client.ClientId,
            Settings = JsonSerializer.Serialize(ClientTarget.Of(client)),
            Now = time.GetUtcNow(),
        }).ToList();
        var known = await database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(
                    """
                    INSERT INTO client_targets (client_id, settings, updated_at) VALUES (@ClientId, @Settings, @Now)
                    ON CONFLICT (client_id) DO UPDATE SET settings = excluded.settings, updated_at = excluded.updated_at
                    WHERE client_targets.settings <> excluded.settings
                    """, rows, transaction);
                return await connection.QueryAsync<string>("SELECT client_id FROM client_targets", null, transaction);
            }, cancellationToken);
        return [.. known.Where(clientId => directory.FindEnabled(clientId) is null)];
    }

    /// <summary>
    /// Clients of the sessions that ended in a batch, other than <paramref name="enabled"/>, that can be told: disabled or removed so lately that they
    /// have not left the sessions yet.
    /// </summary>
    public static async Task<IReadOnlyList<ClientTarget>> LeftAsync(
        DbConnection connection, DbTransaction transaction, string batchId, IReadOnlyCollection<string> enabled)
    {
        var settings = await connection.QueryAsync<string>(
            $"""
            SELECT t.settings FROM client_targets t WHERE t.client_id IN
            (SELECT p.client_id FROM sessions s JOIN participants p ON p.sid = s.sid WHERE s.end_batch = @batchId AND NOT {connection.In("p.client_id", "@enabled")})
            """, new { batchId, enabled }, transaction);
        return [.. settings.Select(text => Read(text)!).Where(target => target.BackChannelLogoutUri is not null)];
    }

    public async Task<ClientTarget?> LockAsync(DbConnection connection, DbTransaction transaction, string clientId)
        => Read(await connection.ExecuteScalarAsync<string?>(
            "UPDATE client_targets SET updated_at = @now WHERE client_id = @clientId RETURNING settings",
            new { clientId, now = time.GetUtcNow() }, transaction));

    private static ClientTarget? Read(string? settings) => settings is null ? null : JsonSerializer.Deserialize<ClientTarget>(settings);
}
