using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Microsoft.AspNetCore.Authentication.OpenIdConnect;

/// <summary>The token endpoint answered; the ID token is not checked yet.</summary>
public class TokenResponseReceivedContext : RemoteAuthenticationContext<OpenIdConnectOptions>
{
    /// <summary>Made by the handler.</summary>
    public TokenResponseReceivedContext(
        HttpContext context, AuthenticationScheme scheme, OpenIdConnectOptions options, ClaimsPrincipal? user, AuthenticationProperties properties)
        : base(context, scheme, options, properties)
        => Principal = user;

    /// <summary>The provider's answer to the sign-in request.</summary>
    public OpenIdConnectMessage ProtocolMessage { get; set; } = default!;

    /// <summary>The token endpoint's answer.</summary>
    public OpenIdConnectMessage TokenEndpointResponse { get; set; } = default!;
}
