using IdentityHost.Configuration;

namespace IdentityHost.Provider.Tokens;

/// <summary>What scopes mean: which exist, which APIs they open, which claims those APIs need.</summary>
internal sealed class ScopeCatalog(IClientDirectory directory)
{
    public IEnumerable<string> All => Scopes.Standard.Concat(directory.ApiResources.SelectMany(api => api.Scopes)).Distinct(StringComparer.Ordinal);

    public bool Exists(string scope) => Scopes.Standard.Contains(scope) || directory.ApiResources.Any(api => api.Scopes.Contains(scope));

    /// <summary>The APIs that these scopes open: the audience of an access token.</summary>
    public IReadOnlyList<ApiResource> ApisOf(IReadOnlyCollection<string> scopes)
        => [.. directory.ApiResources.Where(api => api.Scopes.Any(scopes.Contains))];
}
