using Microsoft.Extensions.Logging;
using Shared.Logout.Configuration;
using Shared.Logout.Diagnostics;

namespace Shared.Logout.Tokens;

/// <summary>
/// One issuer's keys: read once, again every hour, and once per cool-down when a token names a key that is not among them.
/// While the provider is out of reach, the last keys that it published stay in use.
/// </summary>
internal sealed class ProviderKeys(
    LogoutRegistration registration, ProviderClient client, TimeProvider time, LogoutMetrics metrics, ILogger logger, CancellationToken stopping)
{
    public static readonly TimeSpan RefreshInterval = TimeSpan.FromHours(1);

    // An application that starts before its provider must not refuse the logouts of the half minute after. One question per second harms nobody.
    private static readonly TimeSpan PauseWithoutKeys = TimeSpan.FromSeconds(1);

    // Waiting requests cost memory; a flood of them against a provider that does not answer is turned away instead.
    private const int MaxWaiting = 64;

    private readonly Lock _gate = new();
    private volatile ProviderSnapshot? _current;
    private Task? _fetch;
    private int _waiting;
    private DateTimeOffset _forcedAt = DateTimeOffset.MinValue;
    private DateTimeOffset _failedAt = DateTimeOffset.MinValue;

    /// <summary>The exact issuer, as far as it is known without asking anybody.</summary>
    public string? KnownIssuer => registration.Issuer ?? _current?.Metadata.Issuer;

    /// <summary>The provider's clock minus this one, as its last discovery document told, or null.</summary>
    public TimeSpan? KnownClockDifference => _current?.Metadata is { ProviderTime: { } theirs, ReadAt: var ours } ? theirs - ours : null;

    /// <summary>The keys, fetched first where there are none or they are old. Null: there are none and none can be had.</summary>
    public ValueTask<ProviderSnapshot?> GetAsync(CancellationToken cancellationToken)
        => _current is { } current && time.GetUtcNow() - current.ReadAt < RefreshInterval
            ? ValueTask.FromResult<ProviderSnapshot?>(current)
            : new ValueTask<ProviderSnapshot?>(ReadAsync(cancellationToken));

    /// <summary>
    /// Looks for keys that are newer than <paramref name="known"/>, at most once per cool-down however many tokens ask.
    /// Returns <paramref name="known"/> where there are none, and null where the provider cannot be asked.
    /// </summary>
    public async ValueTask<ProviderSnapshot?> RefreshAsync(ProviderSnapshot known, CancellationToken cancellationToken)
    {
        Task fetch;
        lock (_gate)
        {
            if (_current != known)
                return _current;
            if (_fetch is null && IsWithin(_forcedAt))
                return _failedAt >= _forcedAt ? null : known;
            if (_fetch is null)
                _forcedAt = time.GetUtcNow();
            fetch = _fetch ??= Start();
        }

        return await WaitAsync(fetch, cancellationToken) && _failedAt == DateTimeOffset.MinValue ? _current : null;
    }

    private async Task<ProviderSnapshot?> ReadAsync(CancellationToken cancellationToken)
    {
        Task fetch;
        lock (_gate)
        {
            if (_fetch is null && (_current is null ? IsWithin(_failedAt, PauseWithoutKeys) : IsWithin(_failedAt)))
                return _current;
            fetch = _fetch ??= Start();
        }

        await WaitAsync(fetch, cancellationToken);
        return _current;
    }

    private bool IsWithin(DateTimeOffset since) => IsWithin(since, registration.KeyRefreshCooldown);

    private bool IsWithin(DateTimeOffset since, TimeSpan pause) => time.GetUtcNow() - since < pause;

    private async Task<bool> WaitAsync(Task fetch, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return false;
        }

        try
        {
            await fetch.WaitAsync(cancellationToken);
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    // Not tied to any one request: all that wait share it, and any of them may hang up.
    private Task Start() => Task.Run(FetchAsync, CancellationToken.None);

    private async Task FetchAsync()
    {
        var outcome = KeyFetchOutcome.Unreachable;
        try
        {
            outcome = await FetchSnapshotAsync();
        }
        finally
        {
            lock (_gate)
            {
                _fetch = null;
                _failedAt = outcome is KeyFetchOutcome.Succeeded ? DateTimeOffset.MinValue : time.GetUtcNow();
            }

            metrics.KeysFetched(outcome);
        }
    }

    private async Task<KeyFetchOutcome> FetchSnapshotAsync()
    {
        var metadata = _current?.Metadata;
        // Addresses rarely change: an unknown kid costs one request, not two, unless the last attempt failed.
        if (metadata is null || _failedAt > DateTimeOffset.MinValue || time.GetUtcNow() - metadata.ReadAt >= RefreshInterval)
        {
            var (found, newer, trouble) = await client.GetMetadataAsync(stopping);
            if (found is KeyFetchOutcome.IssuerMismatch)
                logger.IssuerMismatch(registration.MetadataAddress, newer!.Issuer, registration.Issuer ?? registration.Authority);
            if (found is not KeyFetchOutcome.Succeeded)
                return Failed(found, registration.MetadataAddress, trouble);
            metadata = newer!;
        }

        var (outcome, keys, cause) = await client.GetKeysAsync(metadata.KeysAddress, stopping);
        if (outcome is not KeyFetchOutcome.Succeeded)
            return Failed(outcome, metadata.KeysAddress.AbsoluteUri, cause);
        _current = new ProviderSnapshot(metadata, keys!, time.GetUtcNow());
        logger.KeysFetched(metadata.Issuer, keys!.Count);
        return outcome;
    }

    private KeyFetchOutcome Failed(KeyFetchOutcome outcome, string address, Exception? cause)
    {
        logger.KeysNotFetched(cause, address, outcome, _current is null ? "no keys are known" : "the last known keys stay in use");
        return outcome;
    }
}
