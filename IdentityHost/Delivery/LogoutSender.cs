using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace IdentityHost.Delivery;

/// <summary>One POST of one logout token (BCL 2.5), and what the answer means. Never throws for anything that a client does.</summary>
internal sealed class LogoutSender(LogoutHttpClient http, TimeProvider time)
{
    public const string DeliveryHeader = "Logout-Delivery-Id";
    public const string AttemptHeader = "Logout-Delivery-Attempt";

    public Task<AttemptOutcome> SendAsync(string uri, string token, string deliveryId, int attempt, CancellationToken cancellationToken)
        => SendAsync(http.Client, uri, token, deliveryId, attempt, cancellationToken);

    public async Task<AttemptOutcome> SendAsync(
        HttpMessageInvoker client, string uri, string token, string deliveryId, int attempt, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(http.Timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = Request(uri, token, deliveryId, attempt);
            // As soon as the headers are here the answer is known, however long a body may take.
            using var response = await client.SendAsync(request, linked.Token);
            var latency = time.GetElapsedTime(started);
            var error = (int)response.StatusCode == 400 ? await ErrorCode.ReadAsync(response.Content, linked.Token) : null;
            return AttemptOutcome.Of((int)response.StatusCode, error, latency, RetryAfter(response.Headers.RetryAfter));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return new AttemptOutcome(AttemptVerdict.Unavailable, null, "timeout", time.GetElapsedTime(started));
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException)
        {
            return Failed(ex, time.GetElapsedTime(started));
        }
    }

    private static HttpRequestMessage Request(string uri, string token, string deliveryId, int attempt)
    {
        // A compact JWS has only characters that a form leaves as they are. BCL 2.5: this parameter and no other.
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes("logout_token=" + token));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = content };
        request.Headers.Add(DeliveryHeader, deliveryId);
        request.Headers.Add(AttemptHeader, attempt.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Accept", "application/json");
        request.Headers.Add("User-Agent", "IdentityHost");
        return request;
    }

    private static AttemptOutcome Failed(Exception exception, TimeSpan latency)
    {
        if (exception is BlockedAddressException || exception.InnerException is BlockedAddressException)
            return new AttemptOutcome(AttemptVerdict.Final, null, "blocked_address", latency);
        var error = (exception as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "dns",
            HttpRequestError.SecureConnectionError => "tls",
            HttpRequestError.ConnectionError => "connect",
            HttpRequestError.ConfigurationLimitExceeded => "response_too_large",
            HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError => "protocol",
            _ => "network",
        };
        return new AttemptOutcome(AttemptVerdict.Unavailable, null, error, latency);
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
        => header?.Delta ?? (header?.Date is { } date && date > time.GetUtcNow() ? date - time.GetUtcNow() : null);
}
