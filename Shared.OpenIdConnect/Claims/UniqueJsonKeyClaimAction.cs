using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.OAuth.Claims;

namespace Microsoft.AspNetCore.Authentication.OpenIdConnect.Claims;

/// <summary>Takes a top-level value from userinfo, unless the ID token already stated the same.</summary>
public class UniqueJsonKeyClaimAction(string claimType, string valueType, string jsonKey) : JsonKeyClaimAction(claimType, valueType, jsonKey)
{
    /// <inheritdoc />
    public override void Run(JsonElement userData, ClaimsIdentity identity, string issuer)
    {
        if (userData.ValueKind != JsonValueKind.Object || !userData.TryGetProperty(JsonKey, out var found) || found.ToString() is not { Length: > 0 } value)
            return;
        // Under a long .NET name the short one is kept as a property of the claim.
        bool Same(Claim claim) => claim.Value == value &&
            (claim.Type == ClaimType || (claim.Properties.TryGetValue(JwtSecurityTokenHandler.ShortClaimTypeProperty, out var shortName) && shortName == JsonKey));
        if (!identity.HasClaim(Same))
            base.Run(userData, identity, issuer);
    }
}
