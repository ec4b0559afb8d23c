using IdentityHost.Configuration;
using IdentityHost.Delivery;
using IdentityHost.Sessions;

namespace IdentityHost.Accounts.Admin;

/// <summary>The state of things at a glance.</summary>
internal sealed class OverviewPage(ISessions sessions, IDeliveries deliveries, IClientDirectory clients, Names names) : AdminPage(names)
{
    private const int Most = 500;

    public int Sessions { get; private set; }

    public int Pending { get; private set; }

    public int Dead { get; private set; }

    public int Clients => clients.Clients.Count;

    public IReadOnlyList<TroubledApp> Troubled { get; private set; } = [];

    /// <summary>Counting stops where the exact number no longer matters.</summary>
    public static string Figure(int count) => count > Most ? $"{Most}+" : $"{count}";

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Sessions = (await sessions.SearchAsync(null, 0, Most + 1, cancellationToken)).Count;
        var pending = await deliveries.SearchAsync(new DeliveryFilter(DeliveryState.Pending), 0, Most + 1, cancellationToken);
        var dead = await deliveries.SearchAsync(new DeliveryFilter(DeliveryState.Dead), 0, Most + 1, cancellationToken);
        (Pending, Dead) = (pending.Count, dead.Count);
        Troubled = [.. pending.Concat(dead).GroupBy(row => row.ClientId, StringComparer.Ordinal).Select(Sum).OrderByDescending(app => app.Pending + app.Dead)];
    }

    private static TroubledApp Sum(IGrouping<string, DeliveryRecord> rows)
    {
        var tried = rows.FirstOrDefault(row => row.Attempts > 0);
        return new TroubledApp(
            rows.Key,
            rows.Count(row => row.State == DeliveryState.Pending),
            rows.Count(row => row.State == DeliveryState.Dead),
            rows.Min(row => row.EndedAt),
            tried?.LastStatus,
            tried?.LastError);
    }
}
