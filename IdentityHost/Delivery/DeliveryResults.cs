using System.Data.Common;

using Dapper;

using IdentityHost.Data;

namespace IdentityHost.Delivery;

/// <summary>What came of many attempts, written to their rows at once.</summary>
internal static class DeliveryResults
{
    public static async Task WriteAsync(DbConnection connection, DbTransaction transaction, IDatabase database, IReadOnlyCollection<CompletedAttempt> attempts)
    {
        var results = attempts.Select(Result.Of);
        if (!connection.TakesArrays())
        {
            await connection.ExecuteAsync($"{Update("@")} {Where("@")}", results, transaction);
            return;
        }
        // One statement changes a row once. Two attempts of one delivery meet here after an outage that was longer than a lease.
        var rounds = results.GroupBy(result => result.Id).SelectMany(same => same.Index()).GroupBy(result => result.Index, result => result.Item);
        foreach (var round in rounds.OrderBy(round => round.Key))
        {
            await connection.ExecuteAsync(
                $"""
                {database.ByIndex}
                {Update("done.")}
                FROM unnest(@Id, @State, @Refusals, @Due, @At, @Status, @Error, @Latency, @Acked) AS done(Id, State, Refusals, Due, At, Status, Error, Latency, Acked)
                {Where("done.")}
                """, Columns([.. round]), transaction);
        }
    }

    private static string Update(string value) => $"""
        UPDATE deliveries SET state = {value}State, attempts = attempts + 1, refusals = deliveries.refusals + {value}Refusals, due_at = {value}Due, lease_owner = NULL,
                              last_at = {value}At, last_status = {value}Status, last_error = {value}Error, last_latency_ms = {value}Latency, acked_at = {value}Acked
        """;

    // Whoever writes first decides: a success is not undone by a second node whose lease came after ours had run out.
    private static string Where(string value) => $"WHERE deliveries.id = {value}Id AND deliveries.{DeliveryStore.NotFinished}";

    private static object Columns(IReadOnlyCollection<Result> results) => new
    {
        Id = Column(results, result => result.Id),
        State = Column(results, result => result.State),
        Refusals = Column(results, result => result.Refusals),
        Due = Column(results, result => result.Due),
        At = Column(results, result => result.At),
        Status = Column(results, result => result.Status),
        Error = Column(results, result => result.Error),
        Latency = Column(results, result => result.Latency),
        Acked = Column(results, result => result.Acked),
    };

    private static T[] Column<T>(IReadOnlyCollection<Result> results, Func<Result, T> value) => [.. results.Select(value)];

    /// <summary>What one attempt puts into its row. Times are milliseconds.</summary>
    private sealed record Result(string Id, string State, int Refusals, long Due, long At, int? Status, string? Error, long Latency, long? Acked)
    {
        public static Result Of(CompletedAttempt attempt)
        {
            var at = attempt.At.ToUnixTimeMilliseconds();
            return new Result(
                attempt.Delivery.Id, attempt.State.Name(), attempt.Outcome.Verdict is AttemptVerdict.Refused ? 1 : 0, attempt.NextAt?.ToUnixTimeMilliseconds() ?? at, at,
                attempt.Outcome.Status, attempt.Outcome.Error, (long)attempt.Outcome.Latency.TotalMilliseconds, attempt.State is DeliveryState.Delivered ? at : null);
        }
    }
}
