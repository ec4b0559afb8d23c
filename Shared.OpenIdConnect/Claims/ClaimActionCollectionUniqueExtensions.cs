using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.OAuth.Claims;
using Microsoft.AspNetCore.Authentication.OpenIdConnect.Claims;

namespace Microsoft.AspNetCore.Authentication;

/// <summary>Adds claim actions that state nothing twice.</summary>
public static class ClaimActionCollectionUniqueExtensions
{
    /// <summary>Takes a top-level value from userinfo, unless the ID token already stated the same.</summary>
    public static void MapUniqueJsonKey(this ClaimActionCollection collection, string claimType, string jsonKey)
        => collection.MapUniqueJsonKey(claimType, jsonKey, ClaimValueTypes.String);

    /// <summary>Takes a top-level value from userinfo, with this value type, unless the ID token already stated the same.</summary>
    public static void MapUniqueJsonKey(this ClaimActionCollection collection, string claimType, string jsonKey, string valueType)
        => collection.Add(new UniqueJsonKeyClaimAction(claimType, valueType, jsonKey));
}
