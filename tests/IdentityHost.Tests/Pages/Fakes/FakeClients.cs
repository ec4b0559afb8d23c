using IdentityHost.Configuration;

namespace IdentityHost.Tests.Pages.Fakes;

/// <summary>A client of every kind.</summary>
internal sealed class FakeClients : IClientDirectory
{
    public IReadOnlyCollection<Client> Clients { get; } =
    [
        new() { ClientId = "client-a", ClientName = "Client A", RedirectUris = ["https://a.test/signin-oidc"], PostLogoutRedirectUris = ["https://a.test/out"], BackChannelLogoutUri = "https://a.test/backchannel-logout" },
        new() { ClientId = "client-b", ClientName = "Client B", RedirectUris = ["https://b.test/signin-oidc"], BackChannelLogoutUri = "https://b.test/backchannel-logout" },
        new() { ClientId = "both", ClientName = "Both Channels", BackChannelLogoutUri = "https://both.test/back", FrontChannelLogoutUri = "https://both.test/front" },
        new() { ClientId = "front", ClientName = "Front Only", FrontChannelLogoutUri = "https://front.test:8443/out?keep=me" },
        new() { ClientId = "mute", ClientName = "No Channel" },
        new() { ClientId = "evil", ClientName = "<script>alert(1)</script>", Enabled = false },
    ];

    public IReadOnlyCollection<ApiResource> ApiResources { get; } = [];

    public Client? Find(string clientId) => Clients.FirstOrDefault(client => client.ClientId == clientId);

    public Client? FindEnabled(string clientId) => Find(clientId) is { Enabled: true } client ? client : null;
}
