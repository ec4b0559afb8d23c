using IdentityHost.Delivery;
using IdentityHost.EndSession;
using IdentityHost.Sessions;

namespace IdentityHost.Tests.Pages.Fakes;

/// <summary>A ledger in memory. Clients acknowledge at once, except those named in <see cref="Silent"/> (pending) and <see cref="Lost"/> (dead).</summary>
internal sealed class FakeDeliveries : IDeliveries
{
    public List<DeliveryRecord> Rows { get; } = [];

    public HashSet<string> Silent { get; } = [];

    public HashSet<string> Lost { get; } = [];

    public string Enqueue(string batch, string client, ProviderSession session, EndSessionRequest request)
    {
        var state = Silent.Contains(client) ? DeliveryState.Pending : Lost.Contains(client) ? DeliveryState.Dead : DeliveryState.Delivered;
        var now = DateTimeOffset.UtcNow;
        Rows.Add(new DeliveryRecord
        {
            Id = $"delivery-{Rows.Count}",
            BatchId = batch,
            ClientId = client,
            Sid = session.Sid,
            Sub = session.Sub,
            Reason = request.Reason.Name(),
            InitiatedBy = request.InitiatedBy,
            EndedAt = now,
            State = state,
            Attempts = state == DeliveryState.Delivered ? 1 : 4,
            AcknowledgedAt = state == DeliveryState.Delivered ? now : null,
            NextAttemptAt = state == DeliveryState.Pending ? now.AddSeconds(20) : null,
            LastStatus = state == DeliveryState.Delivered ? 200 : 503,
            LastError = state == DeliveryState.Delivered ? null : "HTTP 503",
            LastLatencyMilliseconds = 12,
        });
        return Rows[^1].Id;
    }

    public void Acknowledge(string client)
    {
        for (var i = 0; i < Rows.Count; i++)
        {
            if (Rows[i].ClientId == client)
                Rows[i] = Rows[i] with { State = DeliveryState.Delivered, AcknowledgedAt = DateTimeOffset.UtcNow };
        }
    }

    public Task<IReadOnlyList<DeliveryRecord>> WaitAsync(string batchId, TimeSpan wait, CancellationToken cancellationToken) => OfBatchAsync(batchId, cancellationToken);

    public Task<IReadOnlyList<DeliveryRecord>> OfBatchAsync(string batchId, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<DeliveryRecord>>([.. Rows.Where(row => row.BatchId == batchId)]);

    public Task<IReadOnlyList<DeliveryRecord>> SearchAsync(DeliveryFilter filter, int skip, int take, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<DeliveryRecord>>([.. Rows.AsEnumerable().Reverse().Where(row =>
            (filter.State ?? row.State) == row.State && (filter.ClientId ?? row.ClientId) == row.ClientId && (filter.Sub ?? row.Sub) == row.Sub
            && (filter.Sid ?? row.Sid) == row.Sid && (filter.BatchId ?? row.BatchId) == row.BatchId && (filter.Id ?? row.Id) == row.Id).Skip(skip).Take(take)]);

    public Task<bool> RedeliverAsync(string id, string actor, CancellationToken cancellationToken)
    {
        var i = Rows.FindIndex(row => row.Id == id && row.State != DeliveryState.Delivered);
        if (i >= 0)
            Rows[i] = Rows[i] with { State = DeliveryState.Pending };
        return Task.FromResult(i >= 0);
    }

    public Task<ClientTestResult> TestClientAsync(string clientId, CancellationToken cancellationToken)
        => Task.FromResult(Silent.Contains(clientId)
            ? new ClientTestResult(false, null, "Nobody answered within 5 seconds.", 5000, null)
            : new ClientTestResult(true, 200, "The client answered as it should.", 12, "TLS 1.3"));
}
