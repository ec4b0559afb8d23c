using Dapper;

using Duende.IdentityServer.Models;
using Duende.IdentityServer.Stores;

using IdentityHost.Data;
using IdentityHost.Provider.Storage;

using Grant = IdentityHost.Provider.Tokens.Grant;

namespace IdentityHost.Provider.Duende.Grants;

/// <summary>
/// IdentityServer's view of the table <c>grants</c>. Removing there is revoking here: every token that came from a grant is dead with it. What it
/// would store itself (consent, device codes) belongs to flows that this provider does not have.
/// </summary>
internal sealed class PersistedGrants(IDatabase database, TimeProvider time) : IPersistedGrantStore
{
    public Task StoreAsync(PersistedGrant grant)
        => throw new NotSupportedException($"Nothing of the kind '{grant.Type}' is issued here: codes and tokens have tables of their own.");

    public async Task<PersistedGrant?> GetAsync(string key)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        return await GrantRows.FindAsync(connection, null, key) is { RevokedAt: null } grant ? Describe(grant) : null;
    }

    public async Task<IEnumerable<PersistedGrant>> GetAllAsync(PersistedGrantFilter filter)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        var rows = await connection.QueryAsync<Grant>(
            $"""
            SELECT grant_id AS GrantId, sid AS Sid, client_id AS ClientId, sub AS Sub, scope AS Scope, auth_time AS AuthTime, created_at AS CreatedAt
            FROM grants WHERE {Condition(connection, filter)}
            """, Values(filter));
        return [.. rows.Select(Describe)];
    }

    public Task RemoveAsync(string key) => database.WriteAsync(
        (connection, transaction) => GrantRows.RevokeAsync(connection, transaction, key, time.GetUtcNow().ToUnixTimeMilliseconds()), CancellationToken.None);

    public Task RemoveAllAsync(PersistedGrantFilter filter) => database.WriteAsync(
        async (connection, transaction) =>
        {
            // A code on its way would make a new grant.
            foreach (var table in (string[])["codes", "grants"])
                await connection.ExecuteAsync($"UPDATE {table} SET revoked_at = @now WHERE {Condition(connection, filter)}", Values(filter), transaction);
            return true;
        }, CancellationToken.None);

    private static string Condition(System.Data.Common.DbConnection connection, PersistedGrantFilter filter)
    {
        var conditions = new List<string> { "revoked_at IS NULL" };
        if (filter.SubjectId is not null)
            conditions.Add("sub = @SubjectId");
        if (filter.SessionId is not null)
            conditions.Add("sid = @SessionId");
        if (Clients(filter).Count > 0)
            conditions.Add(connection.In("client_id", "@clients"));
        if (conditions.Count == 1)
            throw new ArgumentException("A filter that names nobody would mean everybody.", nameof(filter));
        return string.Join(" AND ", conditions);
    }

    private object Values(PersistedGrantFilter filter)
        => new { now = time.GetUtcNow().ToUnixTimeMilliseconds(), filter.SubjectId, filter.SessionId, clients = Clients(filter) };

    private static List<string> Clients(PersistedGrantFilter filter)
        => [.. filter.ClientIds ?? [], .. filter.ClientId is { } one ? [one] : Array.Empty<string>()];

    private static PersistedGrant Describe(Grant grant) => new()
    {
        Key = grant.GrantId,
        Type = "grant",
        SubjectId = grant.Sub,
        SessionId = grant.Sid,
        ClientId = grant.ClientId,
        CreationTime = DateTimeOffset.FromUnixTimeMilliseconds(grant.CreatedAt).UtcDateTime,
        Data = "",
    };
}
