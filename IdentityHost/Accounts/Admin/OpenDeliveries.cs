using IdentityHost.Delivery;

namespace IdentityHost.Accounts.Admin;

/// <summary>Who still believes that a person is signed in: the apps of ended sessions that have not acknowledged it, pending or given up.</summary>
internal sealed class OpenDeliveries(IDeliveries deliveries)
{
    /// <summary>Of one person, or of all where <paramref name="sub"/> is null; the longest-waiting session last.</summary>
    public async Task<IReadOnlyList<DeliveryRecord>> OfAsync(string? sub, int skip, int take, CancellationToken cancellationToken)
    {
        // Each list is sorted by itself: together, the first rows of both hold the first rows of the union.
        var dead = await deliveries.SearchAsync(new DeliveryFilter(DeliveryState.Dead, Sub: sub), 0, skip + take, cancellationToken);
        var pending = await deliveries.SearchAsync(new DeliveryFilter(DeliveryState.Pending, Sub: sub), 0, skip + take, cancellationToken);
        return [.. dead.Concat(pending).OrderByDescending(row => row.EndedAt).Skip(skip).Take(take)];
    }
}
