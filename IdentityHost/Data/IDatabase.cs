using System.Data.Common;

namespace IdentityHost.Data;

/// <summary>SQLite or PostgreSQL. Statements are the same; only opening a transaction, skipping locked rows and guiding the planner differ.</summary>
public interface IDatabase
{
    /// <summary>An open connection for reading; dispose it. On SQLite it cannot write.</summary>
    Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Runs <paramref name="work"/> in one write transaction and returns after the commit. SQLite: one writer at a time; calls that wait for each
    /// other share one commit. PostgreSQL: read committed, so lock a row by an UPDATE before deciding on it; serialisation failures and deadlocks
    /// run <paramref name="work"/> again. So <paramref name="work"/> has no effect outside the database, waits for nothing else (no HTTP), does not
    /// call this method, and does not read ambient context such as <c>Activity.Current</c>.
    /// </summary>
    Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>What follows a SELECT that leases rows: <c>FOR UPDATE SKIP LOCKED</c>, or nothing where there is one writer.</summary>
    string SkipLocked { get; }

    /// <summary>
    /// What precedes a statement on a queue: for this transaction PostgreSQL goes by an index, whatever its statistics say. They are of another time,
    /// and a plan made for an empty queue reads everything that waits in a full one, for each call. Nothing where the planner has no such choice.
    /// </summary>
    string ByIndex { get; }

    /// <summary>Whether several IdentityHost processes may use this database at once.</summary>
    bool IsShared { get; }
}
