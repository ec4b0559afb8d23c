using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Microsoft.AspNetCore.Authentication.OpenIdConnect;

/// <summary>The ID token passed every check.</summary>
public class TokenValidatedContext : RemoteAuthenticationContext<OpenIdConnectOptions>
{
    /// <summary>Made by the handler.</summary>
    public TokenValidatedContext(
        HttpContext context, AuthenticationScheme scheme, OpenIdConnectOptions options, ClaimsPrincipal principal, AuthenticationProperties properties)
        : base(context, scheme, options, properties)
        => Principal = principal;

    /// <summary>The provider's answer to the sign-in request.</summary>
    public OpenIdConnectMessage ProtocolMessage { get; set; } = default!;

    /// <summary>The ID token.</summary>
    public JwtSecurityToken SecurityToken { get; set; } = default!;

    /// <summary>The token endpoint's answer.</summary>
    public OpenIdConnectMessage? TokenEndpointResponse { get; set; }

    /// <summary>The nonce that was sent and came back.</summary>
    public string? Nonce { get; set; }
}
