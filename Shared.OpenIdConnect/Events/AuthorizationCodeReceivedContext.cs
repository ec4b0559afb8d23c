using System.IdentityModel.Tokens.Jwt;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Microsoft.AspNetCore.Authentication.OpenIdConnect;

/// <summary>A code has come, bound to this browser, and is about to be redeemed.</summary>
public class AuthorizationCodeReceivedContext(
    HttpContext context, AuthenticationScheme scheme, OpenIdConnectOptions options, AuthenticationProperties properties)
    : RemoteAuthenticationContext<OpenIdConnectOptions>(context, scheme, options, properties)
{
    /// <summary>The provider's answer.</summary>
    public OpenIdConnectMessage ProtocolMessage { get; set; } = default!;

    /// <summary>Always null: in the code flow no ID token comes with the code.</summary>
    public JwtSecurityToken? JwtSecurityToken { get; set; }

    /// <summary>What will be sent to the token endpoint. Change it to change the request.</summary>
    public OpenIdConnectMessage? TokenEndpointRequest { get; set; }

    /// <summary>The client for requests to the provider.</summary>
    public HttpClient Backchannel { get; internal set; } = default!;

    /// <summary>The token endpoint's answer, when the application redeemed the code itself.</summary>
    public OpenIdConnectMessage? TokenEndpointResponse { get; set; }

    /// <summary>True when the application redeemed the code itself.</summary>
    public bool HandledCodeRedemption => TokenEndpointResponse is not null;

    /// <summary>Says that the application redeemed the code, with tokens to follow in <see cref="TokenEndpointResponse"/>.</summary>
    public void HandleCodeRedemption() => TokenEndpointResponse = new OpenIdConnectMessage();

    /// <summary>Says that the application redeemed the code, with these tokens.</summary>
    public void HandleCodeRedemption(string accessToken, string idToken)
        => TokenEndpointResponse = new OpenIdConnectMessage { AccessToken = accessToken, IdToken = idToken };

    /// <summary>Says that the application redeemed the code, with this answer.</summary>
    public void HandleCodeRedemption(OpenIdConnectMessage tokenEndpointResponse) => TokenEndpointResponse = tokenEndpointResponse;
}
