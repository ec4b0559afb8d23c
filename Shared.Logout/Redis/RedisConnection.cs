using Microsoft.Extensions.Logging;
using Shared.Logout.Diagnostics;
using StackExchange.Redis;

namespace Shared.Logout.Redis;

/// <summary>
/// The one connection to Redis, and the one place that knows this client's habits: a server that is down at the start is not an error but an outage,
/// every wait is bounded, and every failure is a <see cref="RevocationStoreException"/>.
/// </summary>
internal sealed class RedisConnection : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);
    private readonly ConfigurationOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _connecting = new(1);
    private volatile ConnectionMultiplexer? _multiplexer;
    private long _lookedAt; // timestamp; 0: never
    private bool _disposed;

    public RedisConnection(string connection, TimeProvider time, ILogger logger)
    {
        _options = ConfigurationOptions.Parse(connection);
        _options.AbortOnConnectFail = false; // it goes on trying, and so do we
        _options.ReconnectRetryPolicy = new LinearRetry(500); // milliseconds; the default waits as long as a connection attempt may take
        _options.ClientName ??= "shared-logout";
        (_time, _logger) = (time, logger);
    }

    /// <summary>A connection broke. What was published from here on may not arrive.</summary>
    public event Action? Lost;

    /// <summary>A connection is back.</summary>
    public event Action? Restored;

    /// <summary>Names this instance in its own messages.</summary>
    public string Writer { get; } = Guid.NewGuid().ToString("N");

    public string EndPoints => string.Join(", ", _options.EndPoints);

    public Task<RedisResult> ExecuteAsync(string command, object[] arguments, CancellationToken cancellationToken)
        => RunAsync(redis => redis.GetDatabase().ExecuteAsync(command, arguments), cancellationToken);

    public Task<RedisValue> GetAsync(RedisKey key, CancellationToken cancellationToken)
        => RunAsync(redis => redis.GetDatabase().StringGetAsync(key), cancellationToken);

    public Task<RedisResult> RunScriptAsync(string script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken)
        => RunAsync(
            async redis =>
            {
                try
                {
                    return await redis.GetDatabase().ScriptEvaluateAsync(script, keys, values);
                }
                catch (RedisServerException exception) when (exception.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
                {
                    // The server restarted and forgot it; version 1 of the client has only now noticed, and sends the text this time.
                    return await redis.GetDatabase().ScriptEvaluateAsync(script, keys, values);
                }
            },
            cancellationToken);

    /// <summary>
    /// Returns when Redis has acknowledged the subscription. An instance is not woken by its own writes: it has them in memory already, and reads them
    /// back with the next wake-up of another or with the timer.
    /// </summary>
    public async Task<IAsyncDisposable> SubscribeAsync(RedisChannel channel, Action wake, CancellationToken cancellationToken)
    {
        Action<RedisChannel, RedisValue> handler = (_, writer) =>
        {
            if (writer != Writer)
                wake();
        };
        await RunAsync(
            async redis =>
            {
                var subscriber = redis.GetSubscriber();
                await subscriber.SubscribeAsync(channel, handler);
                if (subscriber.IsConnected(channel))
                    return 0;
                // Version 1 of the client is content to have noted the wish.
                await subscriber.UnsubscribeAsync(channel, handler);
                throw new RevocationStoreException($"Redis at {EndPoints} cannot be reached for a subscription.");
            },
            cancellationToken);
        return new Subscription(() => RunAsync(
            async redis =>
            {
                await redis.GetSubscriber().UnsubscribeAsync(channel, handler);
                return 0;
            },
            CancellationToken.None));
    }

    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        if (_multiplexer is { } multiplexer)
            await multiplexer.CloseAsync(allowCommandsToComplete: false);
        _connecting.Dispose();
    }

    public void Dispose()
    {
        _disposed = true;
        _multiplexer?.Dispose();
        _connecting.Dispose();
    }

    private async Task<T> RunAsync<T>(Func<ConnectionMultiplexer, Task<T>> action, CancellationToken cancellationToken)
    {
        try
        {
            // The client bounds only its synchronous calls. A command that we gave up on may still run; every one of ours may run twice.
            var answer = RunUnboundedAsync(action, cancellationToken).WaitAsync(Patience, _time, cancellationToken);
            // Whoever waits continues on a thread of the pool: version 1 would lend it the one that completes all commands, and a page that blocks there
            // would stop every other request's.
            return await answer.ContinueWith(it => it, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Unwrap();
        }
        catch (Exception exception) when (IsOutage(exception))
        {
            LookAgain();
            throw new RevocationStoreException($"Redis at {EndPoints} did not answer: {exception.Message}", exception);
        }
    }

    private async Task<T> RunUnboundedAsync<T>(Func<ConnectionMultiplexer, Task<T>> action, CancellationToken cancellationToken)
        => await action(_multiplexer ?? await ConnectAsync(cancellationToken));

    // The client looks at its servers when a connection breaks and when it is back. Where both come close together it skips the second look, and goes on
    // believing that the server is gone, or that a cluster is none, although it is connected to it. So it is told to look while commands fail.
    private void LookAgain()
    {
        var (last, now) = (Volatile.Read(ref _lookedAt), _time.GetTimestamp());
        if (_disposed || _multiplexer is not { } multiplexer || (last != 0 && _time.GetElapsedTime(last, now) < LookInterval)
            || Interlocked.CompareExchange(ref _lookedAt, now, last) != last)
            return;
        _ = LookAsync(multiplexer);
    }

    private async Task LookAsync(ConnectionMultiplexer multiplexer)
    {
        try
        {
            await multiplexer.ConfigureAsync();
        }
        catch (Exception exception) when (IsOutage(exception))
        {
            _logger.RedisConnectionFailed("Configuration", exception.Message); // the next command that fails asks again
        }
    }

    private static bool IsOutage(Exception exception) => exception is RedisException or RedisCommandException or TimeoutException or ObjectDisposedException;

    private async Task<ConnectionMultiplexer> ConnectAsync(CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken);
        try
        {
            if (_multiplexer is { } connected)
                return connected;
            ObjectDisposedException.ThrowIf(_disposed, this);
            var multiplexer = await ConnectionMultiplexer.ConnectAsync(_options);
            multiplexer.ConnectionFailed += (_, e) =>
            {
                _logger.RedisConnectionFailed(e.ConnectionType.ToString(), e.FailureType.ToString());
                Lost?.Invoke();
            };
            multiplexer.ConnectionRestored += (_, e) =>
            {
                _logger.RedisConnectionRestored(e.ConnectionType.ToString());
                Restored?.Invoke();
            };
            return _multiplexer = multiplexer;
        }
        finally
        {
            _connecting.Release();
        }
    }

    private sealed class Subscription(Func<Task> end) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            try
            {
                await end();
            }
            catch (RevocationStoreException)
            {
                // There is no connection on which it could still be in force.
            }
        }
    }
}
