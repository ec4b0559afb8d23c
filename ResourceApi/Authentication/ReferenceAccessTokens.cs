using System.Security.Cryptography;
using System.Text;

using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace ResourceApi.Authentication;

/// <summary>Checks reference tokens by introspection. Positive answers are kept for a short time and in bounded number; negative ones never.</summary>
internal sealed class ReferenceAccessTokens : IDisposable
{
    private readonly IntrospectionClient _introspection;
    private readonly AccessTokenOptions _options;
    private readonly TimeProvider _time;
    private readonly MemoryCache _cache;

    public ReferenceAccessTokens(IntrospectionClient introspection, IOptions<AccessTokenOptions> options, TimeProvider time)
    {
        (_introspection, _options, _time) = (introspection, options.Value, time);
        _cache = new MemoryCache(new MemoryCacheOptions { SizeLimit = _options.IntrospectionCacheEntries });
    }

    public async Task<AccessTokenResult> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        // Hashed: a dump of this process holds no usable token for longer than its request.
        var key = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (_cache.Get<CachedToken>(key) is { } cached && cached.Until > _time.GetUtcNow())
            return AccessTokenResult.Accepted(cached.Principal);

        var answer = await _introspection.AskAsync(token, cancellationToken);
        if (answer.Result.Principal is { } principal)
            Keep(key, new CachedToken(principal, Until(answer.ExpiresAt)));
        return answer.Result;
    }

    public void Dispose() => _cache.Dispose();

    private DateTimeOffset Until(DateTimeOffset? expiresAt)
    {
        var until = _time.GetUtcNow() + _options.IntrospectionCache;
        return expiresAt < until ? expiresAt.Value : until;
    }

    private void Keep(string key, CachedToken token)
    {
        var lifetime = token.Until - _time.GetUtcNow();
        if (lifetime > TimeSpan.Zero)
            _cache.Set(key, token, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = lifetime });
    }
}
