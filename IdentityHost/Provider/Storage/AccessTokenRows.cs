using System.Data.Common;

using Dapper;

namespace IdentityHost.Provider.Storage;

/// <summary>The statements on <c>access_tokens</c>.</summary>
internal static class AccessTokenRows
{
    private const string State =
        $"t.revoked_at AS RevokedAt, g.revoked_at AS GrantRevokedAt, g.sub AS GrantSub, g.offline AS Offline, CASE WHEN {Liveness.OfSession} THEN 1 ELSE 0 END AS SessionLives";

    public static Task InsertAsync(DbConnection connection, DbTransaction transaction, AccessTokenRow row)
        => connection.ExecuteAsync(
            """
            INSERT INTO access_tokens (token_hash, grant_id, sid, client_id, sub, scope, audience, created_at, expires_at, revoked_at)
            VALUES (@TokenHash, @GrantId, @Sid, @ClientId, @Sub, @Scope, @Audience, @CreatedAt, @ExpiresAt, @RevokedAt)
            ON CONFLICT (token_hash) DO NOTHING
            """, row, transaction);

    public static Task<AccessTokenState?> FindAsync(DbConnection connection, string hash, long now)
        => connection.QuerySingleOrDefaultAsync<AccessTokenState?>(
            $"""
            SELECT t.token_hash AS TokenHash, t.grant_id AS GrantId, t.sid AS Sid, t.client_id AS ClientId, t.sub AS Sub, t.scope AS Scope,
                   t.audience AS Audience, t.created_at AS CreatedAt, t.expires_at AS ExpiresAt, {State}
            FROM access_tokens t JOIN grants g ON g.grant_id = t.grant_id
            WHERE t.token_hash = @hash
            """, new { hash, now });

    /// <summary>The state of a JWT. It has a row of its own only when it was revoked before its time.</summary>
    public static Task<AccessTokenState?> FindJwtAsync(DbConnection connection, string grantId, string jtiHash, long now)
        => connection.QuerySingleOrDefaultAsync<AccessTokenState?>(
            $"""
            SELECT {State}
            FROM grants g LEFT JOIN access_tokens t ON t.token_hash = @jtiHash
            WHERE g.grant_id = @grantId
            """, new { grantId, jtiHash, now });

    /// <summary>Revokes a handle of this client. False when there is none.</summary>
    public static async Task<bool> RevokeAsync(DbConnection connection, DbTransaction transaction, string hash, string clientId, long now)
        => await connection.ExecuteAsync(
            "UPDATE access_tokens SET revoked_at = @now WHERE token_hash = @hash AND client_id = @clientId AND revoked_at IS NULL",
            new { hash, clientId, now }, transaction) == 1;
}
