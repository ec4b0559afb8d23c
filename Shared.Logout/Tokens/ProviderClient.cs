using System.Net;
using Shared.Logout.Configuration;

namespace Shared.Logout.Tokens;

/// <summary>Fetches a provider's documents: bounded in time and size, never redirected.</summary>
internal sealed class ProviderClient(LogoutRegistration registration, TimeProvider time) : IDisposable
{
    private const int MaxResponseBytes = 1024 * 1024;

    // Shorter than the time for which providers wait for the answer to a logout token.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    // One pool of connections for every provider; DNS changes are seen after the lifetime.
    private static readonly SocketsHttpHandler DefaultHandler = new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    private readonly HttpClient _http = new(registration.BackchannelHttpHandler ?? DefaultHandler, disposeHandler: false)
    {
        Timeout = Timeout,
        MaxResponseContentBufferSize = MaxResponseBytes,
    };

    public void Dispose() => _http.Dispose();

    public async Task<(KeyFetchOutcome Outcome, ProviderMetadata? Metadata, Exception? Cause)> GetMetadataAsync(CancellationToken cancellationToken)
    {
        var address = new Uri(registration.MetadataAddress);
        var (outcome, body, providerTime, cause) = await GetAsync(address, cancellationToken);
        if (outcome is not KeyFetchOutcome.Succeeded)
            return (outcome, null, cause);
        if (!ProviderMetadata.TryRead(body, address, time.GetUtcNow(), providerTime, out var metadata))
            return (KeyFetchOutcome.Malformed, null, null);
        return IsExpected(metadata.Issuer) ? (KeyFetchOutcome.Succeeded, metadata, null) : (KeyFetchOutcome.IssuerMismatch, metadata, null);
    }

    public async Task<(KeyFetchOutcome Outcome, KeySet? Keys, Exception? Cause)> GetKeysAsync(Uri address, CancellationToken cancellationToken)
    {
        var (outcome, body, _, cause) = await GetAsync(address, cancellationToken);
        if (outcome is not KeyFetchOutcome.Succeeded)
            return (outcome, null, cause);
        return JsonWebKeySetReader.TryRead(body, out var keys) ? (outcome, keys, null) : (KeyFetchOutcome.Malformed, null, null);
    }

    // Discovery 4.3: the document's issuer is the address that it was asked under, or the one that was configured.
    private bool IsExpected(string issuer)
        => registration.Issuer is { } configured ? issuer == configured
            : registration.Authority is not { } authority || issuer.TrimEnd('/') == authority.TrimEnd('/');

    private async Task<(KeyFetchOutcome Outcome, byte[] Body, DateTimeOffset? Date, Exception? Cause)> GetAsync(
        Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(address, cancellationToken);
            // A handler of the application's own may follow redirects; what it brings from elsewhere is not what was asked for.
            if (response.StatusCode is not HttpStatusCode.OK || (response.RequestMessage?.RequestUri is { } final && final != address))
                return (KeyFetchOutcome.BadStatus, [], null, null);
            // RFC 9111 section 5.1: an answer with an age comes out of a cache, so that its Date tells the provider's time no more.
            var date = response.Headers.Age > TimeSpan.Zero ? null : response.Headers.Date;
            return (KeyFetchOutcome.Succeeded, await response.Content.ReadAsByteArrayAsync(cancellationToken), date, null);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever the application's own handler throws: there is no document, and the caller logs why.
            return (KeyFetchOutcome.Unreachable, [], null, e);
        }
    }
}
