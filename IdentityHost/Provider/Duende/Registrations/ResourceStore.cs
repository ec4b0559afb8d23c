using Duende.IdentityServer.Models;
using Duende.IdentityServer.Stores;

using IdentityHost.Configuration;
using IdentityHost.Provider.Tokens;

using EngineApi = Duende.IdentityServer.Models.ApiResource;

namespace IdentityHost.Provider.Duende.Registrations;

/// <summary>The APIs of the configuration and the scopes about the person, as they are at this moment.</summary>
internal sealed class ResourceStore(IClientDirectory directory) : IResourceStore
{
    private static IEnumerable<IdentityResource> People => KnownScopes.Standard.Where(scope => scope != KnownScopes.OfflineAccess)
        .Select(scope => new IdentityResource(scope, scope == KnownScopes.OpenId ? ["sub"] : PersonClaims.Of([scope])));

    private IEnumerable<EngineApi> Apis => directory.ApiResources.Select(api => new EngineApi(api.Name, api.DisplayName, api.UserClaims)
    {
        Scopes = [.. api.Scopes],
    });

    private IEnumerable<ApiScope> ApiScopes
        => directory.ApiResources.SelectMany(api => api.Scopes).Distinct(StringComparer.Ordinal).Select(scope => new ApiScope(scope));

    public Task<IEnumerable<IdentityResource>> FindIdentityResourcesByScopeNameAsync(IEnumerable<string> scopeNames)
        => Task.FromResult(People.Where(resource => scopeNames.Contains(resource.Name)));

    public Task<IEnumerable<ApiScope>> FindApiScopesByNameAsync(IEnumerable<string> scopeNames)
        => Task.FromResult(ApiScopes.Where(scope => scopeNames.Contains(scope.Name)));

    public Task<IEnumerable<EngineApi>> FindApiResourcesByScopeNameAsync(IEnumerable<string> scopeNames)
        => Task.FromResult(Apis.Where(api => api.Scopes.Any(scopeNames.Contains)));

    public Task<IEnumerable<EngineApi>> FindApiResourcesByNameAsync(IEnumerable<string> apiResourceNames)
        => Task.FromResult(Apis.Where(api => apiResourceNames.Contains(api.Name)));

    public Task<Resources> GetAllResourcesAsync() => Task.FromResult(new Resources(People, Apis, ApiScopes));
}
