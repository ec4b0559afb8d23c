namespace IdentityHost.Configuration;

/// <summary>The clients and APIs that configuration names. Changes in configuration files are seen without a restart.</summary>
public interface IClientDirectory
{
    IReadOnlyCollection<Client> Clients { get; }

    IReadOnlyCollection<ApiResource> ApiResources { get; }

    /// <summary>An enabled client, or null.</summary>
    Client? FindEnabled(string clientId);

    /// <summary>Any client, also a disabled one, or null.</summary>
    Client? Find(string clientId);
}
