namespace IdentityHost.Delivery;

/// <summary>The ledger: what was to be told to whom, and what came of it.</summary>
public interface IDeliveries
{
    /// <summary>Waits until every delivery of the batch is acknowledged or dead, at most <paramref name="wait"/>. Returns how they stand.</summary>
    Task<IReadOnlyList<DeliveryRecord>> WaitAsync(string batchId, TimeSpan wait, CancellationToken cancellationToken);

    Task<IReadOnlyList<DeliveryRecord>> OfBatchAsync(string batchId, CancellationToken cancellationToken);

    Task<IReadOnlyList<DeliveryRecord>> SearchAsync(DeliveryFilter filter, int skip, int take, CancellationToken cancellationToken);

    /// <summary>Puts a dead or pending delivery at the front again; false where there is no such delivery or it was delivered.</summary>
    /// <param name="id">Which.</param>
    /// <param name="actor">Who asks, for the audit log: a sub or a client id.</param>
    /// <param name="cancellationToken">Before the commit only.</param>
    Task<bool> RedeliverAsync(string id, string actor, CancellationToken cancellationToken);

    /// <summary>
    /// Sends a logout for a session that does not exist, to see whether the client answers 200. When it does, the deliveries that wait because it
    /// did not answer are made at once.
    /// </summary>
    Task<ClientTestResult> TestClientAsync(string clientId, CancellationToken cancellationToken);
}
