using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Microsoft.AspNetCore.Authentication.OpenIdConnect;

/// <summary>The browser is about to be sent to the provider.</summary>
public class RedirectContext(HttpContext context, AuthenticationScheme scheme, OpenIdConnectOptions options, AuthenticationProperties properties)
    : PropertiesContext<OpenIdConnectOptions>(context, scheme, options, properties)
{
    /// <summary>What will be sent. Change it to change the request.</summary>
    public OpenIdConnectMessage ProtocolMessage { get; set; } = default!;

    /// <summary>True when the application answers the request itself.</summary>
    public bool Handled { get; private set; }

    /// <summary>Says that the application answered; nothing is sent to the provider.</summary>
    public void HandleResponse() => Handled = true;
}
