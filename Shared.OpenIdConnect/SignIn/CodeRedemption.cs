using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Shared.OpenIdConnect.Tokens;

namespace Shared.OpenIdConnect.SignIn;

/// <summary>Redeems codes at the token endpoint (Core 3.1.3).</summary>
internal static class CodeRedemption
{
    public static async Task<Outcome<OpenIdConnectMessage>> RedeemAsync(Call call, OpenIdConnectConfiguration provider, OpenIdConnectMessage request)
    {
        using var http = new HttpRequestMessage(HttpMethod.Post, provider.TokenEndpoint);
        var form = request.Parameters.Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value);
        if (UsesBasic(provider) && form.Remove("client_secret", out var secret))
        {
            // RFC 6749 2.3.1: both halves are form-encoded before they are joined.
            var pair = $"{Uri.EscapeDataString(form["client_id"])}:{Uri.EscapeDataString(secret)}";
            http.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }

        http.Content = new FormUrlEncodedContent(form);
        http.Headers.Accept.ParseAdd("application/json");
        using var response = await call.Options.Backchannel.SendAsync(http, call.Http.RequestAborted);
        if ((int)response.StatusCode >= 500)
            throw new HttpRequestException($"The token endpoint answered {(int)response.StatusCode}.");
        using var json = StrictJson.ParseObject(await response.Content.ReadAsByteArrayAsync(call.Http.RequestAborted));
        return response.IsSuccessStatusCode ? Tokens(json) : Refused((int)response.StatusCode, json);
    }

    /// <summary>POST is what most providers take; Basic is the default of the specification where POST is not announced (Discovery 3).</summary>
    private static bool UsesBasic(OpenIdConnectConfiguration provider)
    {
        var announced = provider.TokenEndpointAuthMethodsSupported;
        return announced.Contains("client_secret_basic") && !announced.Contains("client_secret_post");
    }

    private static Outcome<OpenIdConnectMessage> Tokens(JsonDocument? json)
    {
        if (json is null)
            return new SignInRefusal(SignInError.TokenResponse, "The token endpoint's answer is no JSON object.");
        var message = new OpenIdConnectMessage();
        foreach (var member in json.RootElement.EnumerateObject())
            if (member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                message.Parameters[member.Name] = member.Value.ToString();
        if (string.IsNullOrEmpty(message.IdToken) || string.IsNullOrEmpty(message.AccessToken))
            return new SignInRefusal(SignInError.TokenResponse, "The token endpoint's answer lacks id_token or access_token.");
        if (!string.Equals(message.TokenType, "Bearer", StringComparison.OrdinalIgnoreCase))
            return new SignInRefusal(SignInError.TokenResponse, "The token endpoint's token_type is not Bearer.");
        return message;
    }

    private static SignInRefusal Refused(int status, JsonDocument? json)
    {
        var code = ErrorCode.Clean(json is null ? null : StrictJson.Text(json.RootElement, "error"));
        return code == "invalid_client" || status == 401
            ? new(SignInError.ClientRefused, $"The token endpoint answered {status} {code}. Compare OpenIdConnect:ClientId and OpenIdConnect:ClientSecret with the registration.", code)
            : new(SignInError.CodeRefused, $"The token endpoint answered {status} {code}.", code);
    }
}
