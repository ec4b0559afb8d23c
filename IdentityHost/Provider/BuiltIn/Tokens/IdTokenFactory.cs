using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

using IdentityHost.Configuration;
using IdentityHost.Provider.Http;
using IdentityHost.Provider.Tokens;

namespace IdentityHost.Provider.BuiltIn.Tokens;

/// <summary>Makes ID tokens. They say who, when and in which session; names and addresses come from userinfo, so that hints carry no personal data.</summary>
internal sealed class IdTokenFactory(ITokenSigner signer, IssuerUrls issuer, TimeProvider time)
{
    public ValueTask<string> CreateAsync(Client client, Grant grant, string amr, string? nonce, string accessToken, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var payload = Json.Object(json =>
        {
            json.WriteString("iss", issuer.Issuer);
            json.WriteString("sub", grant.Sub);
            json.WriteString("aud", client.ClientId);
            json.WriteNumber("exp", now + client.IdentityTokenLifetime);
            json.WriteNumber("iat", now);
            json.WriteNumber("auth_time", grant.AuthTime / 1000);
            json.WriteStrings("amr", amr.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            json.WriteString("sid", grant.Sid);
            json.WriteString("at_hash", LeftHalf(accessToken));
            if (nonce is not null)
                json.WriteString("nonce", nonce);
        });
        return signer.SignAsync(client.IdTokenSignedResponseAlg, TokenTypes.IdToken, payload, cancellationToken);
    }

    // Core 3.1.3.6: the hash of the alg, which is SHA-256 for both of ours.
    private static string LeftHalf(string accessToken) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)).AsSpan(0, 16));
}
