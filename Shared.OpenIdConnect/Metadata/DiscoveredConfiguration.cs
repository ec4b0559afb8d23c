using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Shared.OpenIdConnect.Metadata;

/// <summary>
/// The provider's metadata and keys. The library's own manager counts its refresh interval from the last fetch, so that a key that is
/// published right after a start stays unknown; here the first request for a refresh is always granted, and then one per interval.
/// </summary>
internal sealed class DiscoveredConfiguration(string address, OpenIdConnectOptions options) : IConfigurationManager<OpenIdConnectConfiguration>, IDisposable
{
    private readonly SemaphoreSlim _fetching = new(1, 1);
    private readonly TimeProvider _time = options.TimeProvider ?? TimeProvider.System;
    private volatile OpenIdConnectConfiguration? _current;
    private DateTimeOffset _fetchAgainAt;
    private DateTimeOffset _nextRequestAt;

    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        if (Fresh() is { } fresh)
            return fresh;
        await _fetching.WaitAsync(cancel);
        try
        {
            return Fresh() ?? await FetchAsync(cancel);
        }
        finally
        {
            _fetching.Release();
        }
    }

    public void RequestRefresh()
    {
        var now = _time.GetUtcNow();
        lock (_fetching)
        {
            if (now < _nextRequestAt)
                return;
            _nextRequestAt = now + options.RefreshInterval;
            _fetchAgainAt = now;
        }
    }

    public void Dispose() => _fetching.Dispose();

    private OpenIdConnectConfiguration? Fresh()
    {
        lock (_fetching)
            return _time.GetUtcNow() < _fetchAgainAt ? _current : null;
    }

    private async Task<OpenIdConnectConfiguration> FetchAsync(CancellationToken cancel)
    {
        try
        {
            var retriever = new HttpDocumentRetriever(options.Backchannel) { RequireHttps = options.RequireHttpsMetadata };
            var found = await OpenIdConnectConfigurationRetriever.GetAsync(address, retriever, cancel);
            MetadataRules.Check(found, address, options.RequireHttpsMetadata);
            _current = found;
            FetchAgain(options.AutomaticRefreshInterval);
            return found;
        }
        // The library reports transport, status and JSON faults by many exception types; whatever it was, what we know stays good for a while.
        catch (Exception) when (_current is not null && !cancel.IsCancellationRequested)
        {
            FetchAgain(options.RefreshInterval);
            return _current;
        }
        catch (Exception ex) when (ex is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            throw new MetadataException($"The provider's metadata at {address} could not be read: {ex.Message}", ex);
        }
    }

    private void FetchAgain(TimeSpan after)
    {
        lock (_fetching)
            _fetchAgainAt = _time.GetUtcNow() + after;
    }
}
