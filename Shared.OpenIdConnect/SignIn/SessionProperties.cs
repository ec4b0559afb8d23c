using System.Globalization;
using System.IdentityModel.Tokens.Jwt;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Shared.OpenIdConnect.SignIn;

/// <summary>What a sign-in leaves in the session's ticket beside the claims.</summary>
internal static class SessionProperties
{
    public static void Write(Call call, AuthenticationProperties properties, OpenIdConnectMessage tokens, JwtSecurityToken idToken)
    {
        if (call.Options.UseTokenLifetime)
        {
            properties.IssuedUtc = idToken.IssuedAt;
            properties.ExpiresUtc = idToken.ValidTo;
        }

        if (call.Options.SaveTokens)
            properties.StoreTokens(Tokens(tokens, call.Time.GetUtcNow()));
    }

    private static IEnumerable<AuthenticationToken> Tokens(OpenIdConnectMessage tokens, DateTimeOffset now)
    {
        foreach (var name in (string[])["access_token", "id_token", "refresh_token", "token_type"])
            if (tokens.Parameters.TryGetValue(name, out var value) && !string.IsNullOrEmpty(value))
                yield return new() { Name = name, Value = value };
        if (int.TryParse(tokens.ExpiresIn, CultureInfo.InvariantCulture, out var seconds) && seconds > 0)
            yield return new() { Name = "expires_at", Value = now.AddSeconds(seconds).ToString("o", CultureInfo.InvariantCulture) };
    }
}
