using Dapper;

using IdentityHost.Configuration;
using IdentityHost.Data;

using Microsoft.Extensions.Options;

namespace IdentityHost.Delivery;

/// <summary>The outbox as the worker uses it. A lease moves <c>due_at</c> forward: a process that dies simply lets its rows become due again.</summary>
internal sealed class DeliveryStore(IDatabase database, IOptions<IdentityHostOptions> options, TimeProvider time)
{
    private readonly string _owner = $"{Environment.MachineName}:{Secret.NewId()}";

    /// <summary>
    /// "Pending", so that no index fits it. Where statistics say that nothing is pending, PostgreSQL would find a row by its state and read everything that
    /// waits, for each row: just then when a quiet time ends.
    /// </summary>
    public const string NotFinished = "state NOT IN ('delivered', 'dead')";

    /// <summary>Twice an attempt and some seconds: long enough to wait for a slot, short enough for a crash to be repaired soon.</summary>
    private readonly TimeSpan _lease = 2 * options.Value.Delivery.AttemptTimeout + TimeSpan.FromSeconds(5);

    /// <summary>
    /// Deliveries that are due <paramref name="now"/> of clients that are not <paramref name="busy"/>, oldest first; <paramref name="wanted"/> says how many of each.
    /// <c>Cut</c>: there were more than that.
    /// </summary>
    public Task<(List<LeasedDelivery> Leased, bool Cut)> LeaseAsync(
        DateTimeOffset now, int take, IReadOnlyCollection<string> busy, Func<string, int> wanted, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                var due = (await connection.QueryAsync<LeasedDelivery>(
                    $"""
                    {database.ByIndex}
                    SELECT id, batch_id, client_id, issuer, sid, sub, reason, initiated_by, ended_at, attempts, refusals, give_up_at, trace_parent
                    FROM deliveries
                    WHERE state = 'pending' AND due_at <= @now {(busy.Count == 0 ? "" : $"AND NOT {connection.In("client_id", "@busy")}")}
                    ORDER BY due_at LIMIT @take {database.SkipLocked}
                    """, new { now, busy, take }, transaction)).AsList();
                var leased = due
                    .GroupBy(delivery => delivery.ClientId, StringComparer.Ordinal)
                    .SelectMany(group => group.Take(wanted(group.Key)))
                    .Select(delivery => delivery with { LeasedUntil = now + _lease })
                    .ToList();
                if (leased.Count > 0)
                {
                    await connection.ExecuteAsync(
                        $"UPDATE deliveries SET lease_owner = @_owner, due_at = @until WHERE {connection.In("id", "@ids")}",
                        new { _owner, until = now + _lease, ids = leased.ConvertAll(delivery => delivery.Id) }, transaction);
                }
                return (leased, due.Count > leased.Count || due.Count >= take);
            }, cancellationToken);

    /// <summary>Hands rows back that were leased and not attempted.</summary>
    public Task ReleaseAsync(IReadOnlyCollection<LeasedDelivery> deliveries, DateTimeOffset dueAt, CancellationToken cancellationToken)
        => deliveries.Count == 0 ? Task.CompletedTask : database.WriteAsync(
            (connection, transaction) => connection.ExecuteAsync(
                $"UPDATE deliveries SET lease_owner = NULL, due_at = @dueAt WHERE {connection.In("id", "@ids")} AND lease_owner = @_owner AND {NotFinished}",
                new { dueAt, _owner, ids = deliveries.Select(delivery => delivery.Id).ToList() }, transaction), cancellationToken);

    /// <summary>On SQLite there is one process, so whatever is leased at its start belonged to one that died.</summary>
    public Task ReclaimAsync(CancellationToken cancellationToken)
        => database.IsShared ? Task.CompletedTask : database.WriteAsync(
            (connection, transaction) => connection.ExecuteAsync(
                "UPDATE deliveries SET lease_owner = NULL, due_at = @now WHERE state = 'pending' AND lease_owner IS NOT NULL",
                new { now = time.GetUtcNow() }, transaction), cancellationToken);

    /// <summary>A client answers again: what waits for it need not wait for its own next try.</summary>
    public Task PullForwardAsync(string clientId, CancellationToken cancellationToken) => database.WriteAsync(
        (connection, transaction) => connection.ExecuteAsync(
            """
            UPDATE deliveries SET due_at = @now
            WHERE client_id = @clientId AND state = 'pending' AND due_at > @now AND lease_owner IS NULL AND (last_status IS NULL OR last_status >= 408)
            """, new { clientId, now = time.GetUtcNow() }, transaction), cancellationToken);

    /// <summary>When the next delivery becomes due that was not due yet at <paramref name="now"/>, when it was last looked.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        // Not MIN: with statistics of a quiet time PostgreSQL would read everything that waits to find it.
        var next = await connection.ExecuteScalarAsync<long?>(
            "SELECT due_at FROM deliveries WHERE state = 'pending' AND due_at > @now ORDER BY due_at LIMIT 1", new { now });
        return next is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
    }

    /// <summary>Writes what came of attempts, many in one commit. Returns the batches in which nothing is pending any more.</summary>
    public Task<List<string>> CompleteAsync(IReadOnlyCollection<CompletedAttempt> attempts, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (connection, transaction) =>
            {
                await DeliveryResults.WriteAsync(connection, transaction, database, attempts);
                var ids = attempts.Where(attempt => attempt.NextAt is null).Select(attempt => attempt.Delivery.Id).ToList();
                // One entry of the index tells for each batch, however many deliveries it has: of the three states "pending" is the last by name.
                return ids.Count == 0 ? [] : (await connection.QueryAsync<string>(
                    $"""
                    SELECT batch_id FROM (SELECT DISTINCT batch_id FROM deliveries WHERE {connection.In("id", "@ids")}) AS told
                    WHERE (SELECT state FROM deliveries WHERE batch_id = told.batch_id ORDER BY state DESC LIMIT 1) <> 'pending'
                    """, new { ids }, transaction)).AsList();
            }, cancellationToken);
}
