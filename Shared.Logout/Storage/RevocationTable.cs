using Shared.Logout.Sessions;

namespace Shared.Logout.Storage;

/// <summary>The replica: every live revocation that this instance knows of. Any number of readers without locks, writers by shard.</summary>
internal sealed class RevocationTable(TimeProvider time)
{
    private const int ShardBits = 8;
    private readonly RevocationShard[] _shards = [.. Enumerable.Range(0, 1 << ShardBits).Select(_ => new RevocationShard())];
    private int _nextPurge;

    public static int ShardCount => 1 << ShardBits;

    /// <summary>Revocations held, expired ones included until they are purged.</summary>
    public long Count => _shards.Sum(shard => (long)shard.Count);

    /// <summary>Whether a revocation ends this session. No lock, no allocation; the clock is read only where a key is found.</summary>
    public bool Ends(in SessionStamp session)
    {
        // The three loads are independent, so the processor waits for memory once. For three sessions in four this is all.
        var suspect = Shard(session.First).Suspect(session.First) | Shard(session.Second).Suspect(session.Second) | Shard(session.Subject).Suspect(session.Subject);
        return suspect != 0
            && (Ends(session.First, session.StartedAt) || Ends(session.Second, session.StartedAt) || Ends(session.Subject, session.StartedAt));
    }

    public Revocation? Find(in RevocationKey key)
    {
        var times = Shard(key).Find(key);
        return times != 0 && RevocationSlot.IsLive(times, Now()) ? RevocationSlot.Unpack(key, times) : null;
    }

    /// <summary>Whether a live entry ends at least the sessions that <paramref name="revocation"/> ends, for at least as long.</summary>
    public bool Covers(Revocation revocation)
    {
        var wanted = RevocationSlot.Pack(revocation.Cutoff, revocation.ExpiresAt);
        var known = Shard(revocation.Key).Find(revocation.Key);
        return known != 0 && RevocationSlot.Merge(known, wanted) == known;
    }

    /// <summary>Adds, or keeps the later cutoff and the later expiry. Returns whether sessions end by it that did not before.</summary>
    public bool Add(Revocation revocation)
    {
        var times = RevocationSlot.Pack(revocation.Cutoff, revocation.ExpiresAt);
        var now = Now();
        return RevocationSlot.IsLive(times, now) && Shard(revocation.Key).Add(revocation.Key, times, now);
    }

    /// <summary>Drops what expired in the next <paramref name="shards"/> of <see cref="ShardCount"/> shards: a little work often, never a whole scan.</summary>
    public void Purge(int shards)
    {
        var now = Now();
        for (; shards > 0; shards--)
            _shards[Interlocked.Increment(ref _nextPurge) & (ShardCount - 1)].Purge(now);
    }

    /// <summary>Whether any revocation is alive.</summary>
    public bool HasLive()
    {
        var now = Now();
        return _shards.Any(shard => shard.HasLive(now));
    }

    /// <summary>Lists one shard's live revocations, so that a caller can walk all of them in bounded steps.</summary>
    public List<Revocation> Live(int shard)
    {
        var live = new List<Revocation>(_shards[shard].Count);
        _shards[shard].CopyLive(live, Now());
        return live;
    }

    private bool Ends(in RevocationKey key, long startedAt)
    {
        if (key == default)
            return false;
        var times = Shard(key).Find(key);
        return times != 0 && RevocationSlot.Ends(times, startedAt) && RevocationSlot.IsLive(times, Now());
    }

    private RevocationShard Shard(in RevocationKey key) => _shards[key.High >> (64 - ShardBits)];

    private long Now() => time.GetUtcNow().ToUnixTimeSeconds();
}
