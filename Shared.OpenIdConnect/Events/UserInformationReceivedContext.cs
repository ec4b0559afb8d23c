using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Microsoft.AspNetCore.Authentication.OpenIdConnect;

/// <summary>The userinfo endpoint answered, about the same person.</summary>
public class UserInformationReceivedContext : RemoteAuthenticationContext<OpenIdConnectOptions>
{
    /// <summary>Made by the handler.</summary>
    public UserInformationReceivedContext(
        HttpContext context, AuthenticationScheme scheme, OpenIdConnectOptions options, ClaimsPrincipal principal, AuthenticationProperties properties)
        : base(context, scheme, options, properties)
        => Principal = principal;

    /// <summary>The provider's answer to the sign-in request.</summary>
    public OpenIdConnectMessage ProtocolMessage { get; set; } = default!;

    /// <summary>The answer.</summary>
    public JsonDocument User { get; set; } = default!;
}
