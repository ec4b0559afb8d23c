namespace Shared.Logout.Storage;

/// <summary>What health checks and metrics may know of the replica.</summary>
internal interface IReplicaStatus
{
    /// <summary>Whether requests are answered from memory alone. Always false for a store that cannot be followed.</summary>
    bool InStep { get; }

    /// <summary>Whether the store is one that every check has to ask, because it is no <see cref="IRevocationFeed"/>.</summary>
    bool AsksStore { get; }

    /// <summary>When the store was last known to be read to its end (or, where every check asks it, to answer); null: never.</summary>
    DateTimeOffset? LastReached { get; }

    /// <summary>How old the replica is: zero while all is well, <see cref="TimeSpan.MaxValue"/> before the first catch-up.</summary>
    TimeSpan Staleness { get; }

    /// <summary>Revocations in memory, those that expired moments ago included.</summary>
    long Count { get; }

    /// <summary>How often the store failed since the start.</summary>
    long StoreErrors { get; }
}
