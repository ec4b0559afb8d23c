using System.Collections.Concurrent;

namespace IdentityHost.Delivery;

/// <summary>Requests that wait for a batch in this process. Each is woken whenever something of its batch was written.</summary>
internal sealed class BatchWaiters
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _next = new(StringComparer.Ordinal);

    /// <summary>Completes at the next change of the batch. Ask before reading the rows, so that no change falls between.</summary>
    public Task NextChange(string batchId)
        => _next.GetOrAdd(batchId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Changed(string batchId)
    {
        if (_next.TryRemove(batchId, out var waiting))
            waiting.TrySetResult();
    }

    public void Forget(string batchId) => Changed(batchId);
}
