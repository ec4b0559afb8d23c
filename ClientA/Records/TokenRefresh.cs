using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace Clients.Records;

/// <summary>Renews an access token at the provider the person signed in at (RFC 6749 6).</summary>
internal sealed partial class TokenRefresh(
    IOptionsMonitor<OpenIdConnectOptions> all, IAuthenticationSchemeProvider schemes, TimeProvider time, ILogger<TokenRefresh> logger)
{
    /// <summary>The new tokens, or null when the provider refuses: the session is over, or was revoked.</summary>
    public async Task<RenewedTokens?> RenewAsync(string refreshToken, CancellationToken cancellationToken)
    {
        var options = all.Get((await schemes.GetDefaultChallengeSchemeAsync())!.Name);
        var provider = await options.ConfigurationManager!.GetConfigurationAsync(cancellationToken);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string?>
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = refreshToken,
            ["client_id"] = options.ClientId,
            ["client_secret"] = options.ClientSecret,
        }.Where(p => p.Value is not null).Select(p => KeyValuePair.Create(p.Key, p.Value!)));
        using var response = await options.Backchannel.PostAsync(provider.TokenEndpoint, form, cancellationToken);
        if ((int)response.StatusCode is >= 400 and < 500)
        {
            RefreshRefused((int)response.StatusCode);
            return null;
        }

        response.EnsureSuccessStatusCode();
        using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        if (Text(json.RootElement, "access_token") is not { Length: > 0 } accessToken)
            throw new JsonException("The token endpoint's answer has no access_token.");
        var lifetime = json.RootElement.TryGetProperty("expires_in", out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var seconds) ? seconds : 300;
        return new(accessToken, Text(json.RootElement, "refresh_token") ?? refreshToken, time.GetUtcNow().AddSeconds(lifetime));
    }

    private static string? Text(JsonElement answer, string name)
        => answer.ValueKind is JsonValueKind.Object && answer.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    [LoggerMessage(1, LogLevel.Information, "The provider refused to renew an access token ({Status}); the person must sign in again.", EventName = "RefreshRefused")]
    private partial void RefreshRefused(int status);
}
