using IdentityHost.Configuration;
using IdentityHost.Delivery;

using Microsoft.AspNetCore.Mvc;

namespace IdentityHost.Accounts.Admin;

/// <summary>The configured clients, and a test of their back channel.</summary>
internal sealed class ClientsPage(IClientDirectory clients, IDeliveries deliveries, Names names, ILogger<ClientsPage> logger) : AdminPage(names)
{
    public IEnumerable<Client> All => clients.Clients.OrderBy(client => client.ClientName ?? client.ClientId, StringComparer.OrdinalIgnoreCase);

    public string? Tested { get; private set; }

    public ClientTestResult? Result { get; private set; }

    // Answered with the page itself: the result is worth seeing once, and doing it again on a reload does no harm.
    public async Task<IActionResult> OnPostAsync(string? clientId, CancellationToken cancellationToken)
    {
        if (clientId is null || clients.Find(clientId) is not { BackChannelLogoutUri: not null })
            return NotFound();
        Result = await deliveries.TestClientAsync(clientId, cancellationToken);
        Tested = clientId;
        logger.AdminAction("test a client");
        return Page();
    }
}
