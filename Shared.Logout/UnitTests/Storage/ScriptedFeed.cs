namespace Shared.Logout.UnitTests.Storage;

/// <summary>A log that says what a test tells it to; at first one revocation, at position 1.</summary>
internal sealed class ScriptedFeed : IRevocationFeed, IAsyncDisposable
{
    public Func<string?, RevocationPage> Read { get; set; } = position => position is null
        ? new([new(new RevocationKey(1, 2), DateTimeOffset.MaxValue, DateTimeOffset.MaxValue)], "1", HasMore: false, Gap: false)
        : new([], position, HasMore: false, Gap: false);

    public ValueTask<RevocationPage> ReadAsync(string? position, CancellationToken cancellationToken)
    {
        FailWhereDown();
        return new(Read(position));
    }

    /// <summary>Wakes the follower.</summary>
    public Action Wake { get; private set; } = () => { };

    /// <summary>Tells the follower that its connection broke.</summary>
    public Action Lose { get; private set; } = () => { };

    /// <summary>Neither subscriptions, reads nor look-ups are answered.</summary>
    public bool IsDown { get; set; }

    /// <summary>How often it was found down.</summary>
    public int Failures { get; private set; }

    public ValueTask<IAsyncDisposable> SubscribeAsync(Action wake, Action lost, CancellationToken cancellationToken)
    {
        FailWhereDown();
        (Wake, Lose) = (wake, lost);
        return new(this);
    }

    public bool IsReadOnly { get; set; }

    public bool GivesTurns { get; set; } = true;

    public int Refusals { get; private set; }

    public List<Revocation> Restored { get; } = [];

    public ValueTask RestoreAsync(IReadOnlyList<Revocation> revocations, CancellationToken cancellationToken)
    {
        if (IsReadOnly)
            throw Refuse();
        Restored.AddRange(revocations);
        return default;
    }

    /// <summary>It is another instance's turn.</summary>
    public bool TurnIsTaken { get; set; }

    /// <summary>How often somebody asked for the turn.</summary>
    public int TurnsAsked { get; private set; }

    public ValueTask<IAsyncDisposable?> TryBeginRestoreAsync(CancellationToken cancellationToken)
    {
        TurnsAsked++;
        return GivesTurns ? new(TurnIsTaken ? null : this) : throw Refuse();
    }

    private RevocationStoreException Refuse()
    {
        Refusals++;
        return new("READONLY You can't write against a read only replica.");
    }

    public ValueTask<RecordOutcome> RecordAsync(
        RevocationKey tokenId, DateTimeOffset tokenExpiresAt, IReadOnlyList<Revocation> revocations, CancellationToken cancellationToken) => new(RecordOutcome.Recorded);

    public ValueTask<Revocation?> FindAsync(RevocationKey key, CancellationToken cancellationToken)
    {
        FailWhereDown();
        return new((Revocation?)null);
    }

    public ValueTask DisposeAsync() => default;

    private void FailWhereDown()
    {
        if (!IsDown)
            return;
        Failures++;
        throw new RevocationStoreException("no connection");
    }
}
