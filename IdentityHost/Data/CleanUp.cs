using Dapper;

namespace IdentityHost.Data;

/// <summary>Removes rows that nobody can ask for any more, a limited number per statement so that no writer waits long.</summary>
internal sealed class CleanUp(IDatabase database, TimeProvider time)
{
    /// <summary>How long ended sessions, their deliveries and the audit log can be looked at.</summary>
    public static readonly TimeSpan HistoryKept = TimeSpan.FromDays(30);

    private const int Batch = 1000;

    // A code is kept for a day after its end, so that a late second use is still recognised and kills what it gave.
    private static readonly (string Table, string Key, string Condition, TimeSpan Kept)[] _rules =
    [
        ("codes", "code_hash", "expires_at < @before", TimeSpan.FromDays(1)),
        ("refresh_tokens", "token_hash", "expires_at < @before", TimeSpan.FromDays(1)),
        ("access_tokens", "token_hash", "expires_at < @before", TimeSpan.FromDays(1)),
        ("grants", "grant_id", "created_at < @before AND NOT EXISTS (SELECT 1 FROM refresh_tokens r WHERE r.grant_id = grants.grant_id) " +
            "AND NOT EXISTS (SELECT 1 FROM access_tokens a WHERE a.grant_id = grants.grant_id) " +
            "AND NOT EXISTS (SELECT 1 FROM codes c WHERE c.grant_id = grants.grant_id)", HistoryKept),    // a JWT has no row, and needs its grant until it ends
        ("upstream_logouts", "key_hash", "expires_at < @before", TimeSpan.Zero),
        ("signin_failures", "key_hash", "last_at < @before", TimeSpan.FromDays(1)),
        ("deliveries", "id", "state <> 'pending' AND ended_at < @before", HistoryKept),
        ("participants", "sid", "sid IN (SELECT sid FROM sessions WHERE ended_at < @before)", HistoryKept),
        ("sessions", "sid", "ended_at < @before AND NOT EXISTS (SELECT 1 FROM participants p WHERE p.sid = sessions.sid)", HistoryKept),
        ("audit", "id", "at < @before", HistoryKept * 12),
    ];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var (table, key, condition, kept) in _rules)
            while (await DeleteAsync(table, key, condition, time.GetUtcNow() - kept, cancellationToken) >= Batch)
                cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Looks on a reading connection, so that no writer waits for the looking. What is old enough stays so until it is deleted.</summary>
    private async Task<int> DeleteAsync(string table, string key, string condition, DateTimeOffset before, CancellationToken cancellationToken)
    {
        List<string> keys;
        await using (var connection = await database.OpenAsync(cancellationToken))
            keys = (await connection.QueryAsync<string>($"SELECT {key} FROM {table} WHERE {condition} LIMIT @Batch", new { before, Batch })).AsList();
        if (keys.Count > 0)
        {
            await database.WriteAsync(
                (connection, transaction) => connection.ExecuteAsync($"DELETE FROM {table} WHERE {connection.In(key, "@keys")}", new { keys }, transaction),
                cancellationToken);
        }
        return keys.Count;
    }
}
