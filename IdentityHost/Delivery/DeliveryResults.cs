using System.Data.Common;

using Dapper;

using IdentityHost.Data;

namespace IdentityHost.Delivery;

/// <summary>What came of many attempts, written to their rows at once.</summary>
internal static class DeliveryResults
{
    public static async Task WriteAsync(DbConnection connection, DbTransaction transaction, IDatabase database, IReadOnlyCollection<CompletedAttempt> attempts)
    {
        if (!connection.TakesArrays())
        {
            await connection.ExecuteAsync($"{Update("@")} {Where("@")}", attempts.Select(Row), transaction);
            return;
        }
        // One statement changes a row once. Two attempts of one delivery meet here after an outage that was longer than a lease.
        var rounds = attempts.GroupBy(attempt => attempt.Id).SelectMany(same => same.Index()).GroupBy(attempt => attempt.Index, attempt => attempt.Item);
        foreach (var round in rounds.OrderBy(round => round.Key))
        {
            await connection.ExecuteAsync(
                $"""
                {database.ByIndex}
                {Update("done.")}
                FROM unnest(@id, @state, @refusals, @due, @at, @status, @error, @latency, @acked) AS done(id, state, refusals, due, at, status, error, latency, acked)
                {Where("done.")}
                """, Columns([.. round]), transaction);
        }
    }

    private static string Update(string value) => $"""
        UPDATE deliveries SET state = {value}state, attempts = attempts + 1, refusals = deliveries.refusals + {value}refusals, due_at = {value}due, lease_owner = NULL,
                              last_at = {value}at, last_status = {value}status, last_error = {value}error, last_latency_ms = {value}latency, acked_at = {value}acked
        """;

    // Whoever writes first decides: a success is not undone by a second node whose lease came after ours had run out.
    private static string Where(string value) => $"WHERE deliveries.id = {value}id AND deliveries.{DeliveryStore.NotFinished}";

    private static object Row(CompletedAttempt attempt) => new
    {
        id = attempt.Id,
        state = attempt.State.Name(),
        refusals = attempt.Refusals,
        due = (attempt.NextAt ?? attempt.At).ToUnixTimeMilliseconds(),
        at = attempt.At.ToUnixTimeMilliseconds(),
        status = attempt.Outcome.Status,
        error = attempt.Outcome.Error,
        latency = (long)attempt.Outcome.Latency.TotalMilliseconds,
        acked = attempt.AcknowledgedAt?.ToUnixTimeMilliseconds(),
    };

    private static object Columns(IReadOnlyCollection<CompletedAttempt> attempts) => new
    {
        id = attempts.Select(attempt => attempt.Id).ToArray(),
        state = attempts.Select(attempt => attempt.State.Name()).ToArray(),
        refusals = attempts.Select(attempt => attempt.Refusals).ToArray(),
        due = attempts.Select(attempt => (attempt.NextAt ?? attempt.At).ToUnixTimeMilliseconds()).ToArray(),
        at = attempts.Select(attempt => attempt.At.ToUnixTimeMilliseconds()).ToArray(),
        status = attempts.Select(attempt => attempt.Outcome.Status).ToArray(),
        error = attempts.Select(attempt => attempt.Outcome.Error).ToArray(),
        latency = attempts.Select(attempt => (long)attempt.Outcome.Latency.TotalMilliseconds).ToArray(),
        acked = attempts.Select(attempt => attempt.AcknowledgedAt?.ToUnixTimeMilliseconds()).ToArray(),
    };
}
