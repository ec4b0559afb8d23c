using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Shared.OpenIdConnect.Tokens;

namespace Shared.OpenIdConnect.SignIn;

/// <summary>Reads the userinfo endpoint (Core 5.3).</summary>
internal static class UserInfo
{
    public static async Task<Outcome<JsonDocument>> ReadAsync(Call call, OpenIdConnectConfiguration provider, string accessToken, string subject)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, provider.UserInfoEndpoint);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await call.Options.Backchannel.SendAsync(request, call.Http.RequestAborted);
        if ((int)response.StatusCode >= 500)
            throw new HttpRequestException($"The userinfo endpoint answered {(int)response.StatusCode}.");
        if (!response.IsSuccessStatusCode || response.Content.Headers.ContentType?.MediaType is not "application/json")
            return new SignInRefusal(SignInError.UserInfo, $"The userinfo endpoint answered {(int)response.StatusCode}, or not with application/json.");
        if (StrictJson.ParseObject(await response.Content.ReadAsByteArrayAsync(call.Http.RequestAborted)) is not { } json)
            return new SignInRefusal(SignInError.UserInfo, "The userinfo endpoint's answer is no JSON object.");
        // Core 5.3.2: otherwise the values MUST NOT be used.
        if (StrictJson.Text(json.RootElement, "sub") == subject)
            return json;
        json.Dispose();
        return new SignInRefusal(SignInError.UserInfoSubject, "The userinfo endpoint's sub is not the ID token's.");
    }
}
