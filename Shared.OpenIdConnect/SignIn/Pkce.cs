using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Shared.OpenIdConnect.SignIn;

/// <summary>Proof Key for Code Exchange (RFC 7636), S256 only. The verifier travels protected inside <c>state</c>.</summary>
internal static class Pkce
{
    public static void Start(AuthenticationProperties properties, OpenIdConnectMessage request)
    {
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        properties.Items[OAuthConstants.CodeVerifierKey] = verifier;
        request.Parameters[OAuthConstants.CodeChallengeKey] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        request.Parameters[OAuthConstants.CodeChallengeMethodKey] = OAuthConstants.CodeChallengeMethodS256;
    }

    public static void Finish(AuthenticationProperties properties, OpenIdConnectMessage request)
    {
        if (properties.Items.Remove(OAuthConstants.CodeVerifierKey, out var verifier) && verifier is not null)
            request.Parameters[OAuthConstants.CodeVerifierKey] = verifier;
    }
}
