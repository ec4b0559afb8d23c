using System.Collections.Concurrent;
using Shared.Logout.Sessions;

namespace Shared.Logout.UnitTests.Door;

/// <summary>A book in memory that remembers what was recorded, and whose store can be out of reach.</summary>
internal sealed class DoorBook : IRevocationBook
{
    private readonly ConcurrentDictionary<RevocationKey, Revocation> _revocations = new();
    private readonly ConcurrentDictionary<RevocationKey, DateTimeOffset> _tokens = new();
    private int _attempts;

    public bool StoreIsDown { get; set; }

    /// <summary>How often the door asked for anything to be recorded.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    public IReadOnlyCollection<Revocation> Revocations => [.. _revocations.Values];

    public IReadOnlyDictionary<RevocationKey, DateTimeOffset> Tokens => _tokens;

    /// <summary>Awaited before anything is recorded, with the token that the door passed.</summary>
    public Func<CancellationToken, Task> BeforeRecord { get; set; } = _ => Task.CompletedTask;

    public async ValueTask<RecordOutcome> RecordAsync(
        RevocationKey tokenId, DateTimeOffset tokenExpiresAt, IReadOnlyList<Revocation> revocations, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _attempts);
        await BeforeRecord(cancellationToken);
        // As the real one: applied here first, then made durable.
        if (_tokens.ContainsKey(tokenId) && !StoreIsDown)
            return RecordOutcome.Repeated;
        foreach (var revocation in revocations)
            _revocations.AddOrUpdate(revocation.Key, revocation, (_, known) => known.Cutoff >= revocation.Cutoff ? known : revocation);
        if (StoreIsDown)
            throw new RevocationStoreException("The test took the store away.");
        return _tokens.TryAdd(tokenId, tokenExpiresAt) ? RecordOutcome.Recorded : RecordOutcome.Repeated;
    }

    public ValueTask<SessionVerdict> CheckAsync(in SessionStamp session, TimeSpan maxStaleness, CancellationToken cancellationToken)
        => new(Ends(session.First, session) || Ends(session.Second, session) || Ends(session.Subject, session) ? SessionVerdict.Revoked : SessionVerdict.Live);

    public IDisposable Observe(Action<Revocation> observer) => new Nothing();

    private bool Ends(RevocationKey key, in SessionStamp session)
        => key != default && _revocations.TryGetValue(key, out var revocation) && session.StartedAt <= revocation.Cutoff.ToUnixTimeSeconds();

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
