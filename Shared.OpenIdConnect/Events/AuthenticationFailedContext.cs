using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Microsoft.AspNetCore.Authentication.OpenIdConnect;

/// <summary>A callback failed.</summary>
public class AuthenticationFailedContext(HttpContext context, AuthenticationScheme scheme, OpenIdConnectOptions options)
    : RemoteAuthenticationContext<OpenIdConnectOptions>(context, scheme, options, new AuthenticationProperties())
{
    /// <summary>The provider's answer.</summary>
    public OpenIdConnectMessage ProtocolMessage { get; set; } = default!;

    /// <summary>What went wrong. Its <c>Data["error"]</c> holds the provider's error code, if it sent one.</summary>
    public Exception Exception { get; set; } = default!;
}
