namespace Shared.Logout.Storage;

/// <summary>
/// What this instance recorded and has not yet seen in the log. A store that acknowledged a revocation and no longer has it (a fail-over to a replica
/// that lagged), or that could not be reached, is found out here: the next read to the end does not confirm the entry, so it is written back.
/// </summary>
internal sealed class UnconfirmedRevocations(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<RevocationKey, Entry> _entries = [];
    private long _round;

    public void Begin(IReadOnlyList<Revocation> revocations)
    {
        lock (_lock)
        {
            foreach (var revocation in revocations)
            {
                if (!_entries.TryGetValue(revocation.Key, out var entry))
                    _entries.Add(revocation.Key, entry = new() { Revocation = revocation });
                else
                    entry.Revocation = Later(entry.Revocation, revocation);
                entry.InFlight++;
            }
        }
    }

    /// <summary>The store answered (<paramref name="acknowledged"/>), or did not: then it is written back as soon as it can be reached.</summary>
    public void End(IReadOnlyList<Revocation> revocations, bool acknowledged)
    {
        lock (_lock)
        {
            foreach (var revocation in revocations)
            {
                if (!_entries.TryGetValue(revocation.Key, out var entry))
                    continue; // seen in the log already
                entry.InFlight--;
                entry.AcknowledgedIn = _round;
                entry.Failed |= !acknowledged;
            }
        }
    }

    /// <summary>These are in the log: read from it, written back to it, or known to the store before.</summary>
    public void Confirm(IReadOnlyList<Revocation> revocations)
    {
        lock (_lock)
        {
            if (_entries.Count == 0)
                return;
            foreach (var seen in revocations)
            {
                if (_entries.TryGetValue(seen.Key, out var entry) && seen.Cutoff >= entry.Revocation.Cutoff && seen.ExpiresAt >= entry.Revocation.ExpiresAt)
                    _entries.Remove(seen.Key);
            }
        }
    }

    /// <summary>A read to the end of the log begins. What is acknowledged before this must turn up in it.</summary>
    public long BeginRound()
    {
        lock (_lock)
            return ++_round;
    }

    /// <summary>What the read that began as <paramref name="round"/>, and reached the end, should have shown and did not.</summary>
    public List<Revocation> Missing(long round)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            foreach (var (key, entry) in _entries)
            {
                if (entry.InFlight == 0 && entry.Revocation.ExpiresAt <= now)
                    _entries.Remove(key);
            }

            return [.. from entry in _entries.Values
                       where entry.InFlight == 0 && (entry.Failed || entry.AcknowledgedIn < round)
                       select entry.Revocation];
        }
    }

    private static Revocation Later(Revocation a, Revocation b)
        => a with { Cutoff = a.Cutoff > b.Cutoff ? a.Cutoff : b.Cutoff, ExpiresAt = a.ExpiresAt > b.ExpiresAt ? a.ExpiresAt : b.ExpiresAt };

    private sealed class Entry
    {
        public required Revocation Revocation { get; set; }

        public int InFlight { get; set; }

        public long AcknowledgedIn { get; set; }

        public bool Failed { get; set; }
    }
}
