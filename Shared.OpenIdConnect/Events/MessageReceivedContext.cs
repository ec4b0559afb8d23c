using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Microsoft.AspNetCore.Authentication.OpenIdConnect;

/// <summary>The provider's answer, unchecked.</summary>
public class MessageReceivedContext(HttpContext context, AuthenticationScheme scheme, OpenIdConnectOptions options, AuthenticationProperties? properties)
    : RemoteAuthenticationContext<OpenIdConnectOptions>(context, scheme, options, properties)
{
    /// <summary>The answer.</summary>
    public OpenIdConnectMessage ProtocolMessage { get; set; } = default!;
}
