using IdentityHost.Configuration;
using IdentityHost.Delivery;
using IdentityHost.Sessions;

namespace IdentityHost.Accounts.SignOut;

/// <summary>Puts together what became of a sign-out: the ledger's rows, and the apps for which there is none.</summary>
internal sealed class SignOutReporter(IDeliveries deliveries, ISessions sessions, IClientDirectory clients)
{
    public async Task<SignOutReport> ReportAsync(SignOutReceipt receipt, CancellationToken cancellationToken)
    {
        var rows = await deliveries.OfBatchAsync(receipt.BatchId, cancellationToken);
        if (rows.Count == 0 && receipt.Sid is not null)     // somebody else ended the session a moment earlier: theirs is the batch
            rows = await deliveries.SearchAsync(new DeliveryFilter(Sid: receipt.Sid), 0, 200, cancellationToken);

        var apps = rows.GroupBy(row => row.ClientId, StringComparer.Ordinal).ToDictionary(group => group.Key, Told, StringComparer.Ordinal);
        if (receipt.Sid is not null)
        {
            foreach (var clientId in (await sessions.ParticipantsAsync([receipt.Sid], cancellationToken))[receipt.Sid])
                apps.TryAdd(clientId, NotTold(clientId));
        }
        return new SignOutReport([.. apps.Values.OrderBy(app => app.Name, StringComparer.OrdinalIgnoreCase)]);
    }

    private AppReport Told(IGrouping<string, DeliveryRecord> rows)
    {
        var acknowledged = rows.Count(row => row.State == DeliveryState.Delivered);
        var state = rows.Any(row => row.State == DeliveryState.Pending) ? AppState.Waiting
            : rows.Any(row => row.State == DeliveryState.Dead) ? AppState.Failed
            : AppState.SignedOut;
        return new AppReport(rows.Key, NameOf(rows.Key), state, acknowledged, rows.Count());
    }

    private AppReport NotTold(string clientId)
    {
        var state = clients.Find(clientId)?.FrontChannelLogoutUri is null ? AppState.CannotBeTold : AppState.AskedInBrowser;
        return new AppReport(clientId, NameOf(clientId), state, 0, 1);
    }

    private string NameOf(string clientId) => clients.Find(clientId)?.ClientName ?? clientId;
}
