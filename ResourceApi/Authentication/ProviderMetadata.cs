using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

using ResourceApi.Diagnostics;

namespace ResourceApi.Authentication;

/// <summary>
/// What the provider says of itself: its name, its addresses and its keys (OpenID Connect Discovery). Fetched when first needed, and kept: once it was
/// read, it goes on working without the provider, and nobody waits while it is fetched again.
/// </summary>
internal sealed class ProviderMetadata
{
    // Junk tokens, or an endpoint that fails, must not flood the provider.
    private static readonly TimeSpan s_cooldown = TimeSpan.FromSeconds(30);

    // Nothing is known yet, and every request needs it.
    private static readonly TimeSpan s_untilNextTry = TimeSpan.FromSeconds(2);

    private static readonly Task<OpenIdConnectConfiguration?> s_nothing = Task.FromResult<OpenIdConnectConfiguration?>(null);

    private readonly ConfigurationManager<OpenIdConnectConfiguration> _documents;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private Task<OpenIdConnectConfiguration?>? _reading;
    private OpenIdConnectConfiguration? _known;
    private long? _renewed;

    public ProviderMetadata(
        IOptions<AccessTokenOptions> options, IHostEnvironment environment, IHttpClientFactory clients, TimeProvider time, ILogger<ProviderMetadata> logger)
    {
        (_time, _logger) = (time, logger);
        RequiresHttps = options.Value.RequireHttpsMetadata ?? !environment.IsDevelopment();
        var http = clients.CreateClient(nameof(ProviderMetadata));
        http.Timeout = options.Value.IntrospectionTimeout;
        var retriever = new HttpDocumentRetriever(http) { RequireHttps = RequiresHttps };
        _documents = new(options.Value.Authority.TrimEnd('/') + "/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), retriever)
        {
            RefreshInterval = s_cooldown,
        };
    }

    public bool RequiresHttps { get; }

    /// <summary>Null where the provider's documents were never read.</summary>
    public async Task<OpenIdConnectConfiguration?> ReadAsync(CancellationToken cancellationToken)
    {
        var reading = Reading();
        return Volatile.Read(ref _known) is { } known && !reading.IsCompleted ? known : await reading.WaitAsync(cancellationToken) ?? Volatile.Read(ref _known);
    }

    /// <summary>Something is not in the documents, such as a key: fetches them again and waits for it, at most once in 30 seconds.</summary>
    public async Task<OpenIdConnectConfiguration?> RefreshAsync(CancellationToken cancellationToken)
    {
        Doubt();
        return await Reading().WaitAsync(cancellationToken) ?? Volatile.Read(ref _known);
    }

    /// <summary>Something in the documents does not work: whoever reads next has them fetched again, at most once in 30 seconds.</summary>
    public void Doubt()
    {
        lock (_lock)
            Renew(s_cooldown);
    }

    private bool Renew(TimeSpan pause)
    {
        if (_renewed is { } renewed && _time.GetElapsedTime(renewed) < pause)
            return false;
        _renewed = _time.GetTimestamp();
        _documents.RequestRefresh();
        return true;
    }

    // One fetch for all who ask meanwhile. Who gives up, gives up waiting; the fetch goes on for who comes next.
    private Task<OpenIdConnectConfiguration?> Reading()
    {
        lock (_lock)
        {
            if (_reading is { IsCompleted: false })
                return _reading;
            // After a failure the library would not try again for as long as RefreshInterval, and say so to every request.
            if (_known is null && _renewed is not null && !Renew(s_untilNextTry))
                return s_nothing;
            return _reading = FetchAsync();
        }
    }

    private async Task<OpenIdConnectConfiguration?> FetchAsync()
    {
        try
        {
            var documents = await _documents.GetConfigurationAsync(CancellationToken.None);
            Volatile.Write(ref _known, documents);
            return documents;
        }
        // The library's one way to say so, whatever was the matter: nobody there, too slow, an error, or a page of a proxy where JSON should be.
        catch (InvalidOperationException exception)
        {
            lock (_lock)
                _renewed = _time.GetTimestamp();
            _logger.MetadataUnreachable(exception);
            return null;
        }
    }
}
