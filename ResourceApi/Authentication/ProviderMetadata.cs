using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

using ResourceApi.Diagnostics;

namespace ResourceApi.Authentication;

/// <summary>What the provider says of itself: its name, its addresses and its keys (OpenID Connect Discovery). Fetched when first needed, and kept.</summary>
internal sealed class ProviderMetadata
{
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _documents;
    private readonly ILogger _logger;

    public ProviderMetadata(IOptions<AccessTokenOptions> options, IHostEnvironment environment, IHttpClientFactory clients, ILogger<ProviderMetadata> logger)
    {
        _logger = logger;
        RequiresHttps = options.Value.RequireHttpsMetadata ?? !environment.IsDevelopment();
        var retriever = new HttpDocumentRetriever(clients.CreateClient(nameof(ProviderMetadata))) { RequireHttps = RequiresHttps };
        _documents = new(options.Value.Authority.TrimEnd('/') + "/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), retriever)
        {
            // The shortest time between two fetches that unknown keys cause, so that junk tokens cannot flood the provider.
            RefreshInterval = TimeSpan.FromSeconds(30),
        };
    }

    public bool RequiresHttps { get; }

    /// <summary>Null where the provider's documents were never read; once they were, the last ones go on working without it.</summary>
    public async Task<OpenIdConnectConfiguration?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _documents.GetConfigurationAsync(cancellationToken);
        }
        // The library's one way to say so, whatever was the matter: nobody there, an error, or a page of a proxy where JSON should be.
        catch (InvalidOperationException exception) when (!cancellationToken.IsCancellationRequested)
        {
            _logger.MetadataUnreachable(exception);
            return null;
        }
    }

    /// <summary>The next read fetches the documents again, at most once in 30 seconds.</summary>
    public void RequestRefresh() => _documents.RequestRefresh();
}
