using System.Net;
using System.Net.Http.Headers;
using System.Text;

using Microsoft.Extensions.Options;

using ResourceApi.Diagnostics;

namespace ResourceApi.Authentication;

/// <summary>Asks the introspection endpoint that the provider's metadata names (RFC 7662, RFC 8414).</summary>
internal sealed class IntrospectionClient(
    ProviderMetadata metadata, IHttpClientFactory clients, IOptions<AccessTokenOptions> options, IntrospectionReader reader, ILogger<IntrospectionClient> logger)
{
    private const int MaxAnswer = 64 * 1024;

    private readonly AccessTokenOptions _options = options.Value;

    public async Task<IntrospectionAnswer> AskAsync(string token, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_options.IntrospectionTimeout);
        try
        {
            if (await metadata.ReadAsync(timeout.Token) is not { } provider)
                return new(AccessTokenRefusal.Unavailable, null);
            if (Endpoint(provider.IntrospectionEndpoint) is not { } endpoint)
            {
                logger.IntrospectionNotOffered(provider.IntrospectionEndpoint);
                metadata.Doubt();
                return new(AccessTokenRefusal.Unavailable, null);
            }

            using var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
            {
                Content = new FormUrlEncodedContent([new("token", token), new("token_type_hint", "access_token")]),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", BasicCredentials());
            using var client = clients.CreateClient(nameof(IntrospectionClient));
            client.MaxResponseContentBufferSize = MaxAnswer;
            using var response = await client.SendAsync(request, timeout.Token);
            if (response.StatusCode is not HttpStatusCode.OK)
            {
                // 401 here means that this API's own secret is wrong: an operator's problem, never the caller's.
                logger.IntrospectionFailed((int)response.StatusCode);
                metadata.Doubt();       // it may have moved
                return new(AccessTokenRefusal.Unavailable, null);
            }

            if (reader.Read(await response.Content.ReadAsByteArrayAsync(timeout.Token)) is { } answer)
                return answer;
            logger.IntrospectionUnreadable();
            return new(AccessTokenRefusal.Unavailable, null);
        }
        catch (Exception exception) when (IsOutage(exception, cancellationToken))
        {
            logger.IntrospectionUnreachable(exception.GetType().Name);
            metadata.Doubt();
            return new(AccessTokenRefusal.Unavailable, null);
        }
    }

    // RFC 7662 section 4: the token and this API's secret go there, so nowhere without TLS.
    private Uri? Endpoint(string? text)
        => Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && !metadata.RequiresHttps))
            ? address : null;

    // RFC 6749 2.3.1: both parts are form-encoded before they are joined.
    private string BasicCredentials()
        => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{WebUtility.UrlEncode(_options.Audience)}:{WebUtility.UrlEncode(_options.Secret)}"));

    private static bool IsOutage(Exception exception, CancellationToken caller)
        => exception is HttpRequestException || (exception is OperationCanceledException && !caller.IsCancellationRequested);
}
