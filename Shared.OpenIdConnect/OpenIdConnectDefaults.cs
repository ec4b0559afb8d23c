namespace Microsoft.AspNetCore.Authentication.OpenIdConnect;

/// <summary>Names that the sign-in handler uses unless told otherwise.</summary>
public static class OpenIdConnectDefaults
{
    /// <summary>The scheme that <c>AddOpenIdConnect</c> registers.</summary>
    public const string AuthenticationScheme = "OpenIdConnect";

    /// <summary>The scheme's name for people.</summary>
    public static readonly string DisplayName = "OpenIdConnect";

    /// <summary>The first part of the name of every nonce cookie.</summary>
    public static readonly string CookieNoncePrefix = ".AspNetCore.OpenIdConnect.Nonce.";

    /// <summary>The property under which the redirect URI of the authorization request is remembered for the code's redemption.</summary>
    public static readonly string RedirectUriForCodePropertiesKey = "OpenIdConnect.Code.RedirectUri";

    /// <summary>The property that holds an application's own state, when <c>RedirectContext.ProtocolMessage.State</c> was set by an event.</summary>
    public static readonly string UserstatePropertiesKey = "OpenIdConnect.Userstate";
}
