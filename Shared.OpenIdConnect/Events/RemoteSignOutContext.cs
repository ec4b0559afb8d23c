using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Microsoft.AspNetCore.Authentication.OpenIdConnect;

/// <summary>A front-channel logout arrived, or the browser came back from signing out.</summary>
public class RemoteSignOutContext(HttpContext context, AuthenticationScheme scheme, OpenIdConnectOptions options, OpenIdConnectMessage? message)
    : RemoteAuthenticationContext<OpenIdConnectOptions>(context, scheme, options, new AuthenticationProperties())
{
    /// <summary>What the provider sent.</summary>
    public OpenIdConnectMessage? ProtocolMessage { get; set; } = message;
}
