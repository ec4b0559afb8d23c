using System.Data.Common;

using Dapper;

using IdentityHost.Data;

using Shared.Logout;

namespace IdentityHost.Upstream;

/// <summary>
/// What the upstream provider signed out, in our own database and so on every node. Sessions that exist end through the door; this is for a sign-in
/// that is on its way while the logout arrives.
/// </summary>
internal sealed class UpstreamRevocationStore(IDatabase database, TimeProvider time) : IRevocationStore
{
    public async ValueTask<RecordOutcome> RecordAsync(
        RevocationKey tokenId, DateTimeOffset tokenExpiresAt, IReadOnlyList<Revocation> revocations, CancellationToken cancellationToken)
    {
        try
        {
            return await database.WriteAsync(
                async (connection, transaction) =>
                {
                    if (!await NoteTokenAsync(connection, transaction, tokenId, tokenExpiresAt))
                        return RecordOutcome.Repeated;
                    foreach (var revocation in revocations)
                        await KeepAsync(connection, transaction, revocation);
                    return RecordOutcome.Recorded;
                }, cancellationToken);
        }
        catch (DbException ex)
        {
            throw new RevocationStoreException("A logout of the upstream provider could not be recorded.", ex);
        }
    }

    public async ValueTask<Revocation?> FindAsync(RevocationKey key, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            var row = await connection.QuerySingleOrDefaultAsync<Row>(
                "SELECT cutoff, expires_at FROM upstream_logouts WHERE key_hash = @name AND expires_at > @now",
                new { name = Name(key), now = time.GetUtcNow() });
            return row is null ? null : new Revocation(key, row.Cutoff, row.ExpiresAt);
        }
        catch (DbException ex)
        {
            throw new RevocationStoreException("The logouts of the upstream provider could not be looked up.", ex);
        }
    }

    public override string ToString() => "IdentityHost's database";

    private static string Name(RevocationKey key) => "r." + key;

    private async Task<bool> NoteTokenAsync(DbConnection connection, DbTransaction transaction, RevocationKey tokenId, DateTimeOffset expiresAt)
        => await connection.ExecuteAsync(
            """
            INSERT INTO upstream_logouts (key_hash, cutoff, expires_at) VALUES (@name, 0, @expiresAt)
            ON CONFLICT (key_hash) DO UPDATE SET expires_at = excluded.expires_at WHERE upstream_logouts.expires_at <= @now
            """, new { name = "t." + tokenId, expiresAt, now = time.GetUtcNow() }, transaction) == 1;

    private static Task<int> KeepAsync(DbConnection connection, DbTransaction transaction, Revocation revocation)
        => connection.ExecuteAsync(
            """
            INSERT INTO upstream_logouts (key_hash, cutoff, expires_at) VALUES (@name, @Cutoff, @ExpiresAt)
            ON CONFLICT (key_hash) DO UPDATE SET
                cutoff = CASE WHEN excluded.cutoff > upstream_logouts.cutoff THEN excluded.cutoff ELSE upstream_logouts.cutoff END,
                expires_at = CASE WHEN excluded.expires_at > upstream_logouts.expires_at THEN excluded.expires_at ELSE upstream_logouts.expires_at END
            """, new { name = Name(revocation.Key), revocation.Cutoff, revocation.ExpiresAt }, transaction);

    private sealed class Row
    {
        public DateTimeOffset Cutoff { get; init; }

        public DateTimeOffset ExpiresAt { get; init; }
    }
}
