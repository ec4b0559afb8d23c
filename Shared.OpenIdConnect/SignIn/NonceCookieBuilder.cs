using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;

namespace Shared.OpenIdConnect.SignIn;

/// <summary>Sends the nonce cookies to the callback only, and lets them die with the sign-in.</summary>
internal sealed class NonceCookieBuilder(OpenIdConnectOptions options) : RequestPathBaseCookieBuilder
{
    protected override string AdditionalPath => options.CallbackPath;

    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var cookie = base.Build(context, expiresFrom);
        if (Expiration is null || cookie.Expires is null)
            cookie.Expires = expiresFrom + options.ProtocolValidator.NonceLifetime;
        return cookie;
    }
}
