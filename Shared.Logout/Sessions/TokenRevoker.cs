using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shared.Logout.Configuration;
using Shared.Logout.Diagnostics;
using Shared.Logout.Tokens;

namespace Shared.Logout.Sessions;

/// <summary>Revokes the tokens of ended sessions at the provider (RFC 7009), in the background and best effort.</summary>
internal sealed class TokenRevoker(
    TokenRevocationQueue queue, ProviderKeysCatalog providers, SessionMetrics metrics, TimeProvider time, ILogger<TokenRevoker> logger) : BackgroundService
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan[] s_waits = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20), TimeSpan.Zero];
    private static readonly SocketsHttpHandler s_handler = new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        // A few at a time, so that one provider that hangs does not hold up the others.
        => Parallel.ForEachAsync(
            queue.Reader.ReadAllAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = stoppingToken },
            async (held, stopping) =>
            {
                // The refresh token first: revoking it may take its access tokens along (RFC 7009 2.1), the other way round it may not.
                await RevokeAsync(held.Registration, "refresh_token", held.RefreshToken, stopping);
                await RevokeAsync(held.Registration, "access_token", held.AccessToken, stopping);
            });

    private async Task RevokeAsync(LogoutRegistration registration, string kind, string? token, CancellationToken stopping)
    {
        if (token is null)
            return;
        for (var attempt = 0; ; attempt++)
        {
            var (outcome, cause) = await TryAsync(registration, kind, token, stopping);
            if (outcome is HttpStatusCode.OK)
            {
                logger.TokenRevoked(kind, registration.Name);
                metrics.TokenRevocation(succeeded: true);
                return;
            }

            // 4xx means no; 5xx, 429 and silence mean later. No status and no cause: the provider has no such endpoint.
            var mayRecover = cause is not null || outcome is >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests;
            if (!mayRecover || attempt >= s_waits.Length - 1)
            {
                if (outcome is not null || cause is not null)
                {
                    logger.TokenNotRevoked(cause, kind, registration.Name, outcome?.ToString() ?? "no answer");
                    metrics.TokenRevocation(succeeded: false);
                }

                return;
            }

            await Task.Delay(s_waits[attempt], time, stopping);
        }
    }

    private async Task<(HttpStatusCode? Status, Exception? Cause)> TryAsync(
        LogoutRegistration registration, string kind, string token, CancellationToken stopping)
    {
        try
        {
            if ((await providers.For(registration).GetAsync(stopping))?.Metadata.RevocationEndpoint is not { } endpoint)
                return (null, null);
            using var patience = new CancellationTokenSource(s_patience, time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
            using var http = new HttpClient(registration.BackchannelHttpHandler ?? s_handler, disposeHandler: false);
            using var request = Request(registration, endpoint, kind, token);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, linked.Token);
            return (response.StatusCode, null);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            // Whatever the application's own handler throws: from here it would end the whole host.
            return (null, e);
        }
    }

    private static HttpRequestMessage Request(LogoutRegistration registration, Uri endpoint, string kind, string token)
    {
        var form = new Dictionary<string, string> { ["token"] = token, ["token_type_hint"] = kind };
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        if (registration.ClientSecret is { Length: > 0 } secret)
        {
            // RFC 6749 2.3.1: both parts are form-encoded before they are joined.
            var pair = $"{WebUtility.UrlEncode(registration.ClientId)}:{WebUtility.UrlEncode(secret)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }
        else
        {
            form["client_id"] = registration.ClientId;
        }

        request.Content = new FormUrlEncodedContent(form);
        return request;
    }
}
