using IdentityHost.Configuration;
using IdentityHost.Delivery;

using Microsoft.AspNetCore.Mvc;

namespace IdentityHost.Accounts.Admin;

/// <summary>All deliveries.</summary>
internal sealed class LedgerPage(IDeliveries deliveries, IClientDirectory clients, UserLookup people, Names names, ILogger<LedgerPage> logger) : AdminPage(names)
{
    [BindProperty(SupportsGet = true)]
    public DeliveryState? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Client { get; set; }

    public IEnumerable<Client> Clients => clients.Clients.OrderBy(client => client.ClientName ?? client.ClientId, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<DeliveryRecord> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Search = UserInput.Search(Search);
        Client = UserInput.Search(Client);
        if (State is { } state && !Enum.IsDefined(state))
            State = null;
        var sub = Search is null ? null : await people.SubOfAsync(Search, cancellationToken);
        Rows = Cut(await deliveries.SearchAsync(new DeliveryFilter(State, Client, sub), Skip, PageSize + 1, cancellationToken));
        await Names.LoadAsync(Rows.Select(row => row.Sub), cancellationToken);
    }

    public async Task<IActionResult> OnPostRetryAsync(string? id)
    {
        if (string.IsNullOrEmpty(id))
            return BadRequest();
        var queued = await deliveries.RedeliverAsync(id, Visitor.User.Sub, CancellationToken.None);
        logger.AdminAction("redeliver");
        return SeeOther("/admin/ledger", queued ? "It is tried again now." : "Nothing to try: it was delivered, or it is gone.");
    }
}
