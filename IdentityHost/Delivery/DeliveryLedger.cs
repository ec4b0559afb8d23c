using Dapper;

using IdentityHost.Data;
using IdentityHost.Diagnostics;

namespace IdentityHost.Delivery;

internal sealed class DeliveryLedger(
    IDatabase database, DeliveryStore store, BatchWaiters waiters, DeliverySignal signal, ClientTester tester, AuditLog audit, TimeProvider time)
    : IDeliveries
{
    private const string Columns =
        "id, batch_id, client_id, sid, sub, reason, initiated_by, ended_at, state, attempts, CASE WHEN state = 'pending' THEN due_at END AS next_attempt_at, " +
        "acked_at AS acknowledged_at, last_status, last_error, last_latency_ms AS last_latency_milliseconds";

    /// <summary>Another node may deliver what we wait for, and its commit does not wake us.</summary>
    private static readonly TimeSpan _lookAgain = TimeSpan.FromMilliseconds(150);

    private static readonly TimeSpan _redeliveryWindow = TimeSpan.FromHours(1);

    public async Task<IReadOnlyList<DeliveryRecord>> WaitAsync(string batchId, TimeSpan wait, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();    // not the clock: set back, it would keep the person waiting
        try
        {
            while (true)
            {
                var change = waiters.NextChange(batchId);
                var left = wait - time.GetElapsedTime(start);
                if (left <= TimeSpan.Zero || !await IsPendingAsync(batchId, cancellationToken))
                    return await OfBatchAsync(batchId, cancellationToken);
                await Task.WhenAny(change, Task.Delay(left < _lookAgain ? left : _lookAgain, time, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            waiters.Forget(batchId);
        }
    }

    public async Task<IReadOnlyList<DeliveryRecord>> OfBatchAsync(string batchId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryAsync<DeliveryRecord>(
            $"SELECT {Columns} FROM deliveries WHERE batch_id = @batchId ORDER BY client_id, id", new { batchId })).AsList();
    }

    public async Task<IReadOnlyList<DeliveryRecord>> SearchAsync(DeliveryFilter filter, int skip, int take, CancellationToken cancellationToken)
    {
        string?[] conditions =
        [
            filter.State is null ? null : "state = @State", filter.ClientId is null ? null : "client_id = @ClientId",
            filter.Sub is null ? null : "sub = @Sub", filter.Sid is null ? null : "sid = @Sid", filter.BatchId is null ? null : "batch_id = @BatchId",
            filter.Id is null ? null : "id = @Id",
        ];
        var where = string.Join(" AND ", conditions.OfType<string>().DefaultIfEmpty("1 = 1"));
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryAsync<DeliveryRecord>(
            $"SELECT {Columns} FROM deliveries WHERE {where} ORDER BY ended_at DESC, id LIMIT @take OFFSET @skip",
            new { State = filter.State?.Name(), filter.ClientId, filter.Sub, filter.Sid, filter.BatchId, filter.Id, take, skip })).AsList();
    }

    public async Task<bool> RedeliverAsync(string id, string actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // One that is under way at this moment is at the front already.
        var clientId = await database.WriteAsync(
            async (connection, transaction) =>
            {
                var client = await connection.ExecuteScalarAsync<string?>(
                    """
                    UPDATE deliveries SET state = 'pending', refusals = 0, due_at = CASE WHEN lease_owner IS NULL THEN @now ELSE due_at END,
                                          give_up_at = CASE WHEN give_up_at < @later THEN @later ELSE give_up_at END
                    WHERE id = @id AND state <> 'delivered' RETURNING client_id
                    """, new { id, now, later = now + _redeliveryWindow }, transaction);
                if (client is not null)
                    await audit.WriteAsync(connection, transaction, new AuditEntry(actor, "delivery.retried", id, null));
                return client;
            }, cancellationToken);
        if (clientId is null)
            return false;
        signal.Resume(clientId);
        return true;
    }

    public async Task<ClientTestResult> TestClientAsync(string clientId, CancellationToken cancellationToken)
    {
        var result = await tester.RunAsync(clientId, cancellationToken);
        if (result.Healthy)     // it answers: what waits for it need not wait for the next try
        {
            signal.Resume(clientId);
            await store.PullForwardAsync(clientId, cancellationToken);
            signal.Wake();
        }
        return result;
    }

    private async Task<bool> IsPendingAsync(string batchId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<int?>(
            "SELECT 1 FROM deliveries WHERE batch_id = @batchId AND state = 'pending' LIMIT 1", new { batchId }) is not null;
    }
}
