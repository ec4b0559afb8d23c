using System.IdentityModel.Tokens.Jwt;

using Microsoft.IdentityModel.Tokens;

using Xunit;

namespace IdentityHost.Tests.Provider;

/// <summary>Verifies tokens as a stranger would: with the published keys and somebody else's library.</summary>
internal static class Signatures
{
    public static async Task AssertVerifiesAsync(Browser browser, string jwt)
    {
        var keys = new JsonWebKeySet((await browser.GetAsync("/.well-known/openid-configuration/jwks")).Body).GetSigningKeys();
        var expected = new TokenValidationParameters
        {
            IssuerSigningKeys = keys,
            TryAllIssuerSigningKeys = false,
            ValidIssuer = ProviderHost.Issuer,
            ValidateAudience = false,
            ValidateLifetime = false,
        };
        // It throws for a token that does not verify. Every version of the library has this one.
        Assert.NotNull(new JwtSecurityTokenHandler().ValidateToken(jwt, expected, out _));
    }
}
