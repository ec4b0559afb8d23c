using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Shared.OpenIdConnect.SignIn;

/// <summary>Makes the principal of a checked ID token.</summary>
internal static class TokenClaims
{
    private const string AuthenticationType = "AuthenticationTypes.Federation";

    public static ClaimsPrincipal Principal(JwtSecurityToken token, OpenIdConnectOptions options)
    {
        var parameters = options.TokenValidationParameters;
        var identity = new ClaimsIdentity(
            parameters.AuthenticationType ?? AuthenticationType, parameters.NameClaimType, parameters.RoleClaimType);
        foreach (var claim in token.Claims)
            identity.AddClaim(options.MapInboundClaims ? Long(claim) : claim);
        return new ClaimsPrincipal(identity);
    }

    private static Claim Long(Claim claim)
    {
        if (!JwtSecurityTokenHandler.DefaultInboundClaimTypeMap.TryGetValue(claim.Type, out var name))
            return claim;
        return new Claim(name, claim.Value, claim.ValueType, claim.Issuer, claim.OriginalIssuer)
        {
            Properties = { [JwtSecurityTokenHandler.ShortClaimTypeProperty] = claim.Type },
        };
    }
}
