using System.Collections.Concurrent;
using Shared.Logout.Sessions;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>A book in memory that can be told to be out of reach, and that can act in the middle of a check.</summary>
internal sealed class TestBook : IRevocationBook
{
    private readonly ConcurrentDictionary<RevocationKey, Revocation> _revocations = new();
    private readonly ConcurrentDictionary<RevocationKey, bool> _tokens = new();
    private readonly ConcurrentDictionary<Action<Revocation>, bool> _observers = new();

    public bool IsUnknown { get; set; }

    public int Checks => _checks;

    public int Observers => _observers.Count;

    public Action? BeforeCheck { get; set; }

    public IReadOnlyCollection<Revocation> Recorded => [.. _revocations.Values];

    private int _checks;

    public ValueTask<RecordOutcome> RecordAsync(
        RevocationKey tokenId, DateTimeOffset tokenExpiresAt, IReadOnlyList<Revocation> revocations, CancellationToken cancellationToken)
    {
        if (!_tokens.TryAdd(tokenId, true))
            return new(RecordOutcome.Repeated);
        foreach (var revocation in revocations)
        {
            _revocations.AddOrUpdate(revocation.Key, revocation, (_, known) => known.Cutoff >= revocation.Cutoff ? known : revocation);
            foreach (var observer in _observers.Keys)
                observer(revocation);
        }

        return new(RecordOutcome.Recorded);
    }

    public ValueTask<SessionVerdict> CheckAsync(in SessionStamp session, TimeSpan maxStaleness, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _checks);
        BeforeCheck?.Invoke();
        if (IsUnknown)
            return new(SessionVerdict.Unknown);
        return new(Ends(session.First, session) || Ends(session.Second, session) || Ends(session.Subject, session) ? SessionVerdict.Revoked : SessionVerdict.Live);
    }

    public IDisposable Observe(Action<Revocation> observer)
    {
        _observers[observer] = true;
        return new Subscription(() => _observers.TryRemove(observer, out _));
    }

    private bool Ends(RevocationKey key, in SessionStamp session)
        => key != default && _revocations.TryGetValue(key, out var revocation) && session.StartedAt <= revocation.Cutoff.ToUnixTimeSeconds();

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
