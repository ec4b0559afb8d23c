using System.Data.Common;
using System.Threading.Channels;

using IdentityHost.Diagnostics;

namespace IdentityHost.Delivery;

/// <summary>Writes the results of attempts in groups: whatever arrives while one commit is on its way to the disk shares the next.</summary>
internal sealed class CompletionWriter(DeliveryStore store, BatchWaiters waiters, DeliveryMetrics metrics, TimeProvider time, ILogger<CompletionWriter> logger)
{
    private const int MaxPerCommit = 256;
    private static readonly TimeSpan _retryAfter = TimeSpan.FromSeconds(1);

    private readonly Channel<CompletedAttempt> _queue = Channel.CreateUnbounded<CompletedAttempt>(new UnboundedChannelOptions { SingleReader = true });

    public void Enqueue(CompletedAttempt attempt) => _queue.Writer.TryWrite(attempt);

    public void Close() => _queue.Writer.TryComplete();

    /// <summary>Runs until closed and empty; <paramref name="cancellationToken"/> ends it earlier, and then leases run out instead.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var group = new List<CompletedAttempt>();
        while (await _queue.Reader.WaitToReadAsync(cancellationToken))
        {
            group.Clear();
            while (group.Count < MaxPerCommit && _queue.Reader.TryRead(out var attempt))
                group.Add(attempt);
            var finished = await WriteUntilDoneAsync(group, cancellationToken);
            foreach (var attempt in group)
                Report(attempt);
            foreach (var batch in group.GroupBy(attempt => attempt.Delivery.BatchId))
            {
                waiters.Changed(batch.Key);
                if (finished.Contains(batch.Key))
                    metrics.BatchFinished(time.GetUtcNow() - batch.First().Delivery.EndedAt);
            }
        }
    }

    private async Task<List<string>> WriteUntilDoneAsync(List<CompletedAttempt> group, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await store.CompleteAsync(group, cancellationToken);
            }
            catch (DbException ex)      // the clients have been told; losing that would only tell them again
            {
                DeliveryLog.ResultsNotWritten(logger, ex, group.Count);
                await Task.Delay(_retryAfter, time, cancellationToken);
            }
        }
    }

    private void Report(CompletedAttempt attempt)
    {
        var (delivery, outcome) = (attempt.Delivery, attempt.Outcome);
        metrics.Attempted(delivery.ClientId, outcome.Verdict, outcome.Latency);
        switch (attempt.State)
        {
            case DeliveryState.Delivered:
                metrics.Acknowledged(delivery.ClientId, attempt.At - delivery.EndedAt);
                DeliveryLog.Delivered(logger, delivery.Id, delivery.ClientId, delivery.Attempts + 1, (long)outcome.Latency.TotalMilliseconds);
                break;
            case DeliveryState.Dead:
                DeliveryLog.Dead(logger, delivery.Id, delivery.ClientId, delivery.Attempts + 1, outcome.Verdict, outcome.Status, outcome.Error);
                break;
            default:
                DeliveryLog.Retrying(logger, delivery.Id, delivery.ClientId, outcome.Verdict, outcome.Status, outcome.Error, attempt.NextAt!.Value - attempt.At);
                break;
        }
    }
}
