using System.Data.Common;

using Dapper;

namespace IdentityHost.Provider.Storage;

/// <summary>The statements on <c>codes</c>.</summary>
internal static class CodeRows
{
    public static Task InsertAsync(DbConnection connection, DbTransaction transaction, CodeRow row)
        => connection.ExecuteAsync(
            """
            INSERT INTO codes (code_hash, grant_id, sid, client_id, sub, redirect_uri, code_challenge, nonce, scope, auth_time, created_at, expires_at)
            VALUES (@CodeHash, @GrantId, @Sid, @ClientId, @Sub, @RedirectUri, @CodeChallenge, @Nonce, @Scope, @AuthTime, @CreatedAt, @ExpiresAt)
            """, row, transaction);

    public static Task<CodeRow?> FindAsync(DbConnection connection, DbTransaction transaction, string hash)
        => connection.QuerySingleOrDefaultAsync<CodeRow?>(
            """
            SELECT code_hash AS CodeHash, grant_id AS GrantId, sid AS Sid, client_id AS ClientId, sub AS Sub, redirect_uri AS RedirectUri,
                   code_challenge AS CodeChallenge, nonce AS Nonce, scope AS Scope, auth_time AS AuthTime, created_at AS CreatedAt,
                   expires_at AS ExpiresAt, revoked_at AS RevokedAt
            FROM codes WHERE code_hash = @hash
            """, new { hash }, transaction);

    /// <summary>True for the one caller that used the code first, whatever comes of it.</summary>
    public static async Task<bool> UseAsync(DbConnection connection, DbTransaction transaction, string hash, long now)
        => await connection.ExecuteAsync(
            "UPDATE codes SET redeemed_at = @now WHERE code_hash = @hash AND redeemed_at IS NULL", new { hash, now }, transaction) == 1;
}
