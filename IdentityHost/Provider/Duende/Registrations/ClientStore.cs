using Duende.IdentityServer.Stores;

using IdentityHost.Configuration;

using EngineClient = Duende.IdentityServer.Models.Client;

namespace IdentityHost.Provider.Duende.Registrations;

/// <summary>The clients of the configuration, as it is at this moment.</summary>
internal sealed class ClientStore(IClientDirectory directory) : IClientStore
{
    public Task<EngineClient?> FindClientByIdAsync(string clientId)
        => Task.FromResult(directory.Find(clientId) is { } client ? ClientMapping.Of(client) : null);
}
