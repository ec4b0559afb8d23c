using System.Security.Cryptography;

using IdentityHost.Configuration;
using IdentityHost.Data;
using IdentityHost.Diagnostics;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

using Secret = IdentityHost.Data.Secret;

namespace IdentityHost.Provider.Keys;

/// <summary>The signing keys: made when missing, announced before use, rotated, kept while anything they signed is in use. All nodes read the same rows.</summary>
internal sealed class SigningKeys(
    IDatabase database, IDataProtectionProvider protection, IClientDirectory clients, IOptions<ProviderOptions> options, TimeProvider time,
    ILogger<SigningKeys> logger) : IDisposable
{
    private readonly IDataProtector _protector = protection.CreateProtector("IdentityHost.SigningKeys.v1");
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile KeySet? _keys;
    private long _readAt;

    public ValueTask<KeySet> GetAsync(CancellationToken cancellationToken)
        => _keys is { } keys ? new(keys) : new(RefreshAsync(cancellationToken));

    /// <summary>Also a key that another node made a moment ago; strangers' key ids cannot make us read more than once in five seconds.</summary>
    public async ValueTask<SigningKey?> FindAsync(string kid, CancellationToken cancellationToken)
    {
        var keys = await GetAsync(cancellationToken);
        var last = Interlocked.Read(ref _readAt);
        if (keys.Find(kid) is null && time.GetElapsedTime(last) > TimeSpan.FromSeconds(5)
            && Interlocked.CompareExchange(ref _readAt, time.GetTimestamp(), last) == last)     // one of many callers at once
            keys = await RefreshAsync(cancellationToken);
        return keys.Find(kid) is { } key && key.IsPublishedAt(time.GetUtcNow()) ? key : null;
    }

    /// <summary>Reads the keys and makes, announces, retires and deletes what is due.</summary>
    public async Task<KeySet> RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            Interlocked.Exchange(ref _readAt, time.GetTimestamp());
            var keys = await ReadAsync(cancellationToken);
            if (SigningAlgorithms.All.Any(alg => Plan(keys, alg, now) is not null) || keys.Any(key => !key.IsPublishedAt(now)))
                keys = await database.WriteAsync((connection, transaction) => CarryOutAsync(connection, transaction, now), cancellationToken);
            return _keys = new KeySet(keys);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<IReadOnlyList<SigningKey>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return Unprotect(await KeyRows.ReadAsync(connection, null));
    }

    private async Task<IReadOnlyList<SigningKey>> CarryOutAsync(
        System.Data.Common.DbConnection connection, System.Data.Common.DbTransaction transaction, DateTimeOffset now)
    {
        await KeyRows.LockAsync(connection, transaction, now.ToUnixTimeMilliseconds());
        await KeyRows.DeleteRemovedAsync(connection, transaction, now.ToUnixTimeMilliseconds());
        var keys = Unprotect(await KeyRows.ReadAsync(connection, transaction));     // another node may have been first
        foreach (var alg in SigningAlgorithms.All)
        {
            if (Plan(keys, alg, now) is not { } plan)
                continue;
            var row = new SigningKeyRow
            {
                Kid = Secret.NewId(),
                Alg = alg,
                ProtectedKey = Convert.ToBase64String(_protector.Protect(SigningAlgorithms.NewPkcs8(alg))),
                CreatedAt = now.ToUnixTimeMilliseconds(),
                ActiveAt = plan.ActiveAt.ToUnixTimeMilliseconds(),
            };
            await KeyRows.InsertAsync(connection, transaction, row);
            if (plan.RetireKid is { } old)
                await KeyRows.RetireAsync(connection, transaction, old, row.ActiveAt, (plan.ActiveAt + Retention()).ToUnixTimeMilliseconds());
            logger.SigningKeyMade(alg, row.Kid, plan.ActiveAt);
        }
        return Unprotect(await KeyRows.ReadAsync(connection, transaction));
    }

    private KeyPlan? Plan(IEnumerable<SigningKey> keys, string alg, DateTimeOffset now)
        => KeyPlan.For([.. keys.Where(key => key.Alg == alg)], now, options.Value);

    // A hint is an ID token that a client keeps as long as its session; a logout token and an access token live shorter than that, or as configured.
    private TimeSpan Retention()
        => clients.Clients
            .Select(client => TimeSpan.FromSeconds(Math.Max(client.SessionLifetime, Math.Max(client.AccessTokenLifetime, client.IdentityTokenLifetime))))
            .Append(options.Value.KeyRetention).Max();

    private List<SigningKey> Unprotect(IReadOnlyList<SigningKeyRow> rows)
    {
        var keys = new List<SigningKey>(rows.Count);
        foreach (var row in rows)
        {
            try
            {
                keys.Add(new SigningKey(row, _protector.Unprotect(Convert.FromBase64String(row.ProtectedKey))));
            }
            catch (CryptographicException lost)     // protected with keys that are gone: it can neither sign nor be published
            {
                logger.SigningKeyUnreadable(row.Kid, lost);
            }
        }
        return keys;
    }
}
