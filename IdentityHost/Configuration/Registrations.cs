namespace IdentityHost.Configuration;

/// <summary>Who may use this provider, bound from the sections <c>Clients</c>, <c>ApiResources</c> and <c>Users</c> of the configuration root.</summary>
public sealed class Registrations
{
    public IList<Client> Clients { get; set; } = [];

    public IList<ApiResource> ApiResources { get; set; } = [];

    public IList<ConfiguredUser> Users { get; set; } = [];
}
