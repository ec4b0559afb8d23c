using System.Data.Common;

using Dapper;

namespace IdentityHost.Provider.Storage;

/// <summary>The statements on <c>refresh_tokens</c>.</summary>
internal static class RefreshTokenRows
{
    private const string Columns =
        "t.token_hash AS TokenHash, t.grant_id AS GrantId, t.created_at AS CreatedAt, t.expires_at AS ExpiresAt, t.consumed_at AS ConsumedAt, t.successor AS Successor";

    public static Task InsertAsync(DbConnection connection, DbTransaction transaction, RefreshTokenRow row)
        => connection.ExecuteAsync(
            "INSERT INTO refresh_tokens (token_hash, grant_id, created_at, expires_at) VALUES (@TokenHash, @GrantId, @CreatedAt, @ExpiresAt)",
            row, transaction);

    public static Task<RefreshTokenRow?> FindAsync(DbConnection connection, DbTransaction? transaction, string hash)
        => connection.QuerySingleOrDefaultAsync<RefreshTokenRow?>(
            $"SELECT {Columns} FROM refresh_tokens t WHERE t.token_hash = @hash", new { hash }, transaction);

    /// <summary>The token, when it can be used now.</summary>
    public static Task<RefreshTokenRow?> FindLiveAsync(DbConnection connection, string hash, long now)
        => connection.QuerySingleOrDefaultAsync<RefreshTokenRow?>(
            $"""
            SELECT {Columns} FROM refresh_tokens t JOIN grants g ON g.grant_id = t.grant_id
            WHERE t.token_hash = @hash AND t.consumed_at IS NULL AND t.expires_at > @now AND {Liveness.OfGrant}
            """, new { hash, now });

    /// <summary>True for the one caller that uses the token up.</summary>
    public static async Task<bool> ConsumeAsync(DbConnection connection, DbTransaction transaction, string hash, string successor, long now)
        => await connection.ExecuteAsync(
            "UPDATE refresh_tokens SET consumed_at = @now, successor = @successor WHERE token_hash = @hash AND consumed_at IS NULL",
            new { hash, successor, now }, transaction) == 1;
}
