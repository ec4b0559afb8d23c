using System.Data.Common;

using Dapper;

namespace IdentityHost.Provider.Keys;

/// <summary>The statements on <c>signing_keys</c>.</summary>
internal static class KeyRows
{
    // A row that is no key. Updating it makes nodes that start together take turns, on PostgreSQL as on SQLite.
    private const string LockKid = "lock";

    public static async Task<IReadOnlyList<SigningKeyRow>> ReadAsync(DbConnection connection, DbTransaction? transaction)
        => [.. await connection.QueryAsync<SigningKeyRow>(
            """
            SELECT kid AS Kid, alg AS Alg, protected_key AS ProtectedKey, created_at AS CreatedAt, active_at AS ActiveAt,
                   retired_at AS RetiredAt, removed_at AS RemovedAt
            FROM signing_keys WHERE kid <> @LockKid ORDER BY active_at, kid
            """, new { LockKid }, transaction)];

    public static async Task LockAsync(DbConnection connection, DbTransaction transaction, long now)
    {
        await connection.ExecuteAsync(
            "INSERT INTO signing_keys (kid, alg, protected_key, created_at, active_at) VALUES (@LockKid, '', '', 0, 0) ON CONFLICT (kid) DO NOTHING",
            new { LockKid }, transaction);
        await connection.ExecuteAsync("UPDATE signing_keys SET created_at = @now WHERE kid = @LockKid", new { now, LockKid }, transaction);
    }

    public static Task InsertAsync(DbConnection connection, DbTransaction transaction, SigningKeyRow row)
        => connection.ExecuteAsync(
            "INSERT INTO signing_keys (kid, alg, protected_key, created_at, active_at) VALUES (@Kid, @Alg, @ProtectedKey, @CreatedAt, @ActiveAt)",
            row, transaction);

    public static Task RetireAsync(DbConnection connection, DbTransaction transaction, string kid, long retiredAt, long removedAt)
        => connection.ExecuteAsync(
            "UPDATE signing_keys SET retired_at = @retiredAt, removed_at = @removedAt WHERE kid = @kid", new { kid, retiredAt, removedAt }, transaction);

    public static Task<int> DeleteRemovedAsync(DbConnection connection, DbTransaction transaction, long now)
        => connection.ExecuteAsync("DELETE FROM signing_keys WHERE removed_at <= @now", new { now }, transaction);
}
