using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

using IdentityHost.Configuration;
using IdentityHost.Provider.Storage;
using IdentityHost.Provider.Tokens;

namespace IdentityHost.Provider.TokenRequests;

/// <summary>What a code that nobody used before is worth to the client that brings it.</summary>
internal static class CodeRules
{
    public static TokenError Check(TokenRequest request, CodeRow code, long now)
    {
        if (code.ClientId != request.Client.ClientId)
            return TokenError.CodeOfOtherClient;
        if (code.ExpiresAt <= now)
            return TokenError.CodeExpired;
        if (code.RevokedAt is not null)
            return TokenError.CodeRevoked;
        if (code.RedirectUri != request.RedirectUri)
            return TokenError.RedirectUriDiffers;
        return (code.CodeChallenge, request.Verifier) switch
        {
            (null, null) => TokenError.None,
            (null, _) => TokenError.VerifierUnexpected,     // RFC 9700 section 2.1.1: somebody took the challenge out
            (_, null) => TokenError.VerifierMissing,
            var (challenge, verifier) => Fits(challenge, verifier) ? TokenError.None : TokenError.VerifierWrong,
        };
    }

    /// <summary>What the code gives: everything dies with the session unless the client says otherwise by name.</summary>
    public static Grant GrantOf(CodeRow code, Client client, long now) => new()
    {
        GrantId = code.GrantId,
        Sid = code.Sid,
        ClientId = code.ClientId,
        Sub = code.Sub,
        Scope = code.Scope,
        AuthTime = code.AuthTime,
        CreatedAt = now,
        Offline = client.CoordinateLifetimeWithUserSession == false && Scopes.Split(code.Scope).Contains(Scopes.OfflineAccess),
    };

    private static bool Fits(string challenge, string verifier)
        => CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(challenge), Base64Url.EncodeToUtf8(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))));
}
