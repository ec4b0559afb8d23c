using System.Threading.Channels;
using Shared.Logout.Storage;
using StackExchange.Redis;

namespace Shared.Logout.Redis;

/// <summary>
/// Sends logouts to the script. Two calls are under way at a time, so that one is prepared while Redis works on the other; what arrives meanwhile shares
/// the next one. A lone logout waits for nothing, a burst costs one round trip and one wake-up per batch, and never so much is queued at Redis that
/// reading the log has to wait behind it.
/// </summary>
internal sealed class RedisWriter : IDisposable
{
    private const int MaxBatch = 128;
    private const int MaxCalls = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly RedisConnection _redis;
    private readonly RedisNames _names;
    private readonly TimeProvider _time;
    private readonly Channel<PendingLogout> _queue = Channel.CreateUnbounded<PendingLogout>();

    public RedisWriter(RedisConnection redis, RedisNames names, TimeProvider time)
    {
        (_redis, _names, _time) = (redis, names, time);
        for (var i = 0; i < MaxCalls; i++)
            _ = Task.Run(SendAsync);
    }

    public async ValueTask<RecordOutcome> RecordAsync(PendingLogout logout, CancellationToken cancellationToken)
    {
        if (!_queue.Writer.TryWrite(logout))
            throw new RevocationStoreException("The connection to Redis is closed, because the host is stopping.");
        try
        {
            return await logout.Outcome.WaitAsync(Patience, _time, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            var outage = new RevocationStoreException($"Redis at {_redis.EndPoints} did not take a logout within {Patience.TotalSeconds} s.", exception);
            logout.Fail(outage); // if it still waits its turn, it need not be sent any more
            throw outage;
        }
    }

    /// <summary>What every script begins with: where to announce the write, and who wrote.</summary>
    public RedisValue[] Preamble(int more)
    {
        var values = new RedisValue[2 + more];
        (values[0], values[1]) = ((string)_names.Wake!, _redis.Writer);
        return values;
    }

    /// <summary>Cutoff, expiry and time to live, as the scripts expect them.</summary>
    public void AddTimes(Revocation revocation, RedisValue[] values, ref int at)
    {
        values[at++] = RevocationText.Seconds(revocation.Cutoff);
        values[at++] = RevocationText.Seconds(revocation.ExpiresAt);
        values[at++] = TimeToLive(revocation.ExpiresAt);
    }

    public void Dispose() => _queue.Writer.TryComplete();

    private async Task SendAsync()
    {
        var batch = new List<PendingLogout>(MaxBatch);
        while (await _queue.Reader.WaitToReadAsync())
        {
            // Behind whatever the processor has to do right now: requests that are half done join this call. On an idle machine this is no wait.
            if (_queue.Reader.Count < MaxBatch)
                await Task.Yield();
            while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var logout))
            {
                if (!logout.Outcome.IsCompleted)
                    batch.Add(logout);
            }

            if (batch.Count > 0)
                await SendAsync(batch);
            batch.Clear();
        }
    }

    private async Task SendAsync(List<PendingLogout> batch)
    {
        try
        {
            var (keys, values) = Arguments(batch);
            var outcomes = (int[]?)await _redis.RunScriptAsync(RedisScripts.Record, keys, values, CancellationToken.None) ?? [];
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].IsRepeat = outcomes[i] == 0;
                batch[i].Complete();
            }
        }
#pragma warning disable CA1031 // Whatever it is, every caller must hear of it, and the next batch must be tried.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var outage = exception as RevocationStoreException ?? new RevocationStoreException("Redis gave an answer that cannot be understood.", exception);
            foreach (var logout in batch)
                logout.Fail(outage);
        }
    }

    private (RedisKey[] Keys, RedisValue[] Values) Arguments(List<PendingLogout> batch)
    {
        var revocations = batch.Sum(logout => logout.Revocations.Count);
        var (keys, values) = (new RedisKey[2 + batch.Count + revocations], Preamble((6 * batch.Count) + (3 * revocations)));
        (keys[0], keys[1]) = (_names.Log, _names.Life);
        var (key, value) = (2, values.Length - (6 * batch.Count) - (3 * revocations));
        foreach (var logout in batch)
        {
            keys[key++] = _names.Token(logout.TokenId);
            values[value++] = Math.Max(1, Milliseconds(logout.TokenExpiresAt));
            values[value++] = LongestLife(logout.Revocations);
            values[value++] = RedisLogEntry.Write(logout.Revocations);
            values[value++] = logout.Revocations[0].Reason ?? "";
            values[value++] = logout.Revocations[0].InitiatedBy ?? "";
            values[value++] = logout.Revocations.Count;
            foreach (var revocation in logout.Revocations)
            {
                keys[key++] = _names.Revocation(revocation.Key);
                AddTimes(revocation, values, ref value);
            }
        }

        return (keys, values);
    }

    private long LongestLife(IReadOnlyList<Revocation> revocations)
    {
        var longest = 0L;
        foreach (var revocation in revocations)
        {
            if (TimeToLive(revocation.ExpiresAt) is not (> 0 and var life))
                return 0;
            longest = Math.Max(longest, life);
        }

        return longest;
    }

    // 0 is "never" in the scripts; what has expired lives a millisecond more.
    private long TimeToLive(DateTimeOffset expiresAt) => expiresAt == DateTimeOffset.MaxValue ? 0 : Math.Max(1, Milliseconds(expiresAt));

    private long Milliseconds(DateTimeOffset until) => (long)Math.Ceiling((until - _time.GetUtcNow()).TotalMilliseconds);
}
