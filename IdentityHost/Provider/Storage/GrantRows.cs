using System.Data.Common;

using Dapper;

using IdentityHost.Provider.Tokens;

namespace IdentityHost.Provider.Storage;

/// <summary>The statements on <c>grants</c>. A revoked grant ends every token that came from it: whoever checks a token asks for its grant.</summary>
internal static class GrantRows
{
    public static Task InsertAsync(DbConnection connection, DbTransaction transaction, Grant grant)
        => connection.ExecuteAsync(
            """
            INSERT INTO grants (grant_id, sid, client_id, sub, scope, auth_time, created_at, offline)
            VALUES (@GrantId, @Sid, @ClientId, @Sub, @Scope, @AuthTime, @CreatedAt, @Offline)
            """,
            new { grant.GrantId, grant.Sid, grant.ClientId, grant.Sub, grant.Scope, grant.AuthTime, grant.CreatedAt, Offline = grant.Offline ? 1 : 0 },
            transaction);

    public static Task<Grant?> FindAsync(DbConnection connection, DbTransaction? transaction, string grantId)
        => connection.QuerySingleOrDefaultAsync<Grant?>(
            """
            SELECT grant_id AS GrantId, sid AS Sid, client_id AS ClientId, sub AS Sub, scope AS Scope, auth_time AS AuthTime, created_at AS CreatedAt,
                   offline AS Offline, revoked_at AS RevokedAt
            FROM grants WHERE grant_id = @grantId
            """, new { grantId }, transaction);

    /// <summary>Locks the row until the commit; false when the grant is revoked.</summary>
    public static async Task<bool> LockLiveAsync(DbConnection connection, DbTransaction transaction, string grantId)
        => await connection.ExecuteAsync(
            "UPDATE grants SET revoked_at = NULL WHERE grant_id = @grantId AND revoked_at IS NULL", new { grantId }, transaction) == 1;

    public static async Task<bool> RevokeAsync(DbConnection connection, DbTransaction transaction, string grantId, long now)
        => await connection.ExecuteAsync(
            "UPDATE grants SET revoked_at = @now WHERE grant_id = @grantId AND revoked_at IS NULL", new { grantId, now }, transaction) == 1;
}
