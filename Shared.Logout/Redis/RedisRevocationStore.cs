using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shared.Logout.Diagnostics;
using Shared.Logout.Storage;
using StackExchange.Redis;

namespace Shared.Logout.Redis;

/// <summary>The store for many instances: point keys that expire, a stream that every instance follows, a channel that wakes them.</summary>
internal sealed class RedisRevocationStore(RedisConnection redis, RedisNames names, TimeProvider time, ILogger<RedisRevocationStore> logger)
    : IRevocationFeed, IAsyncDisposable, IDisposable
{
    private const int PageSize = 1000;
    private const string Beginning = "0-0";
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);
    private readonly RedisWriter _writer = new(redis, names, time);

    public static RedisRevocationStore Create(IServiceProvider provider, string connection)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        var logger = provider.GetRequiredService<ILogger<RedisRevocationStore>>();
        var prefix = provider.GetRequiredService<IConfiguration>()["BackChannelLogout:RedisPrefix"];
        return new(new RedisConnection(connection, time, logger), new RedisNames(prefix is { Length: > 0 } ? prefix : RedisNames.DefaultPrefix), time, logger);
    }

    public ValueTask<RecordOutcome> RecordAsync(
        RevocationKey tokenId, DateTimeOffset tokenExpiresAt, IReadOnlyList<Revocation> revocations, CancellationToken cancellationToken)
        => _writer.RecordAsync(new PendingLogout(tokenId, tokenExpiresAt, revocations), cancellationToken);

    public async ValueTask<Revocation?> FindAsync(RevocationKey key, CancellationToken cancellationToken)
    {
        var text = ((string?)await redis.GetAsync(names.Revocation(key), cancellationToken)).AsSpan();
        return RevocationText.TryReadTime(RevocationText.Word(ref text), out var cutoff)
            && RevocationText.TryReadTime(RevocationText.Word(ref text), out var expiresAt)
            && expiresAt > time.GetUtcNow()
                ? new Revocation(key, cutoff, expiresAt)
                : null;
    }

    public async ValueTask<RevocationPage> ReadAsync(string? position, CancellationToken cancellationToken)
    {
        // From the position itself, not after it: that it is still there proves that the log is the one that was read before.
        var known = position is null or Beginning ? 0 : 1;
        var answer = await redis.ExecuteAsync("XRANGE", [names.Log, known == 0 ? "-" : position!, "+", "COUNT", PageSize + known], cancellationToken);
        var entries = (RedisResult[]?)answer ?? [];
        if (known == 1 && (entries.Length == 0 || RedisLogEntry.Position(entries[0]) != position))
            return new([], Beginning, HasMore: false, Gap: true);
        var revocations = new List<Revocation>(entries.Length);
        for (var i = known; i < entries.Length; i++)
        {
            if (!RedisLogEntry.TryRead(entries[i], revocations))
                logger.RedisEntryUnreadable(RedisLogEntry.Position(entries[i]));
        }

        var last = entries.Length == 0 ? Beginning : RedisLogEntry.Position(entries[^1]);
        return new(revocations, last, HasMore: entries.Length == PageSize + known, Gap: false);
    }

    public async ValueTask<IAsyncDisposable> SubscribeAsync(Action wake, Action lost, CancellationToken cancellationToken)
    {
        redis.Lost += lost;
        redis.Restored += wake;
        try
        {
            var subscription = await redis.SubscribeAsync(names.Wake, wake, cancellationToken);
            return new Ending(async () =>
            {
                redis.Lost -= lost;
                redis.Restored -= wake;
                await subscription.DisposeAsync();
            });
        }
        catch
        {
            redis.Lost -= lost;
            redis.Restored -= wake;
            throw;
        }
    }

    public async ValueTask<IAsyncDisposable?> TryBeginRestoreAsync(CancellationToken cancellationToken)
    {
        var mine = Guid.NewGuid().ToString("N");
        var taken = await redis.ExecuteAsync("SET", [names.Turn, mine, "NX", "PX", (long)Turn.TotalMilliseconds], cancellationToken);
        return taken.IsNull ? null : new Ending(async () => await redis.RunScriptAsync(RedisScripts.EndTurn, [names.Turn], [mine], CancellationToken.None));
    }

    public async ValueTask RestoreAsync(IReadOnlyList<Revocation> revocations, CancellationToken cancellationToken)
    {
        RedisKey[] keys = [names.Log, names.Life, .. revocations.Select(revocation => names.Revocation(revocation.Key))];
        var values = _writer.Preamble(4 * revocations.Count);
        var at = values.Length - (4 * revocations.Count);
        foreach (var revocation in revocations)
        {
            values[at++] = RevocationText.Write(revocation);
            _writer.AddTimes(revocation, values, ref at);
        }

        await redis.RunScriptAsync(RedisScripts.Restore, keys, values, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _writer.Dispose();
        await redis.DisposeAsync();
    }

    public void Dispose()
    {
        _writer.Dispose();
        redis.Dispose();
    }

    public override string ToString() => $"Redis at {redis.EndPoints}";

    private sealed class Ending(Func<ValueTask> end) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => end();
    }
}
