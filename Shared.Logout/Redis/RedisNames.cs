using StackExchange.Redis;

namespace Shared.Logout.Redis;

/// <summary>
/// Every name in Redis. The braces are a hash tag: all keys of one deployment lie in one slot, so that a script may touch them together in a cluster.
/// A key holds a hash and names no person.
/// </summary>
internal sealed class RedisNames(string prefix)
{
    public const string DefaultPrefix = "shared-logout";

    private readonly string _tag = $"{{{prefix}}}";

    /// <summary>The channel on which a wake-up with the writer's name follows each entry.</summary>
    public RedisChannel Wake { get; } = new($"{{{prefix}}}:wake", RedisChannel.PatternMode.Literal);

    /// <summary>The stream of logouts, oldest first.</summary>
    public RedisKey Log => $"{_tag}:log";

    /// <summary>The longest life, in milliseconds, of any entry that may still be in the log; the log is trimmed by it.</summary>
    public RedisKey Life => $"{_tag}:life";

    /// <summary>Held by the instance whose turn it is to write back what Redis lost.</summary>
    public RedisKey Turn => $"{_tag}:turn";

    /// <summary>Present while a logout token's id is remembered.</summary>
    public RedisKey Token(RevocationKey tokenId) => $"{_tag}:t:{tokenId}";

    /// <summary>Cutoff, expiry and log entry of one revocation, for point look-ups.</summary>
    public RedisKey Revocation(RevocationKey key) => $"{_tag}:r:{key}";
}
