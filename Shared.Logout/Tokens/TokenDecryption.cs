using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Shared.Logout.Configuration;

namespace Shared.Logout.Tokens;

/// <summary>
/// Opens a compact JWE (RFC 7516) around a logout token. RSA-OAEP only, authenticated content encryption only, and no
/// compression: what is not on the lists is refused before anything is computed.
/// </summary>
internal static class TokenDecryption
{
    private const int Parts = 5;

    /// <summary>Decrypts with whichever registration's key fits. Returns the plaintext, that key, and the header's replicated <c>iss</c>.</summary>
    public static LogoutTokenError TryDecrypt(
        ReadOnlySpan<byte> token, IReadOnlyList<LogoutRegistration> registrations, out byte[] plaintext, out SecurityKey? key, out string? issuer)
    {
        (plaintext, key, issuer) = ([], null, null);
        if (!registrations.Any(r => r.DecryptionKeys.Count > 0))
            return LogoutTokenError.Encrypted;
        var parts = new ReadOnlyMemory<byte>[Parts];
        if (!CompactToken.TryDecode(token, parts) || !StrictJson.TryParseObject(parts[0], out var document))
            return LogoutTokenError.MalformedToken;
        using (document)
        {
            var header = document.RootElement;
            if (header.TryGetProperty("crit"u8, out _))
                return LogoutTokenError.CriticalHeader;
            if (!TokenHeader.IsAcceptableType(header, out _))
                return LogoutTokenError.TokenType;
            // RFC 8725 3.6: a small token must not become a large one. No PBES2, no RSA1_5, no shared secret (3.2).
            if (header.TryGetProperty("zip"u8, out _) || KeyEncryption(header) is not { } padding || ContentEncryption.Find(header) is not { } content)
                return LogoutTokenError.Algorithm;
            if (!header.TryReadText("kid"u8, 512, out var keyId) || !header.TryReadText("iss"u8, 2048, out issuer))
                return LogoutTokenError.MalformedToken;

            // RFC 7516 5.1 step 14: the header, as it was sent, is authenticated.
            var authenticated = token[..token.IndexOf((byte)'.')];
            foreach (var candidate in registrations.SelectMany(r => r.DecryptionKeys).Distinct().Where(k => keyId is null || k.KeyId is null || k.KeyId == keyId))
            {
                if (DecryptionKey.Unwrap(candidate, parts[1].Span, padding) is { } contentKey
                    && content.TryDecrypt(contentKey, parts[2].Span, parts[3].Span, parts[4].Span, authenticated, out plaintext))
                {
                    key = candidate;
                    return LogoutTokenError.None;
                }
            }
        }

        return LogoutTokenError.Encrypted;
    }

    private static RSAEncryptionPadding? KeyEncryption(JsonElement header)
        => !header.TryGetProperty("alg"u8, out var alg) || alg.ValueKind is not JsonValueKind.String ? null
            : alg.ValueEquals("RSA-OAEP-256"u8) ? RSAEncryptionPadding.OaepSHA256
            : alg.ValueEquals("RSA-OAEP"u8) ? RSAEncryptionPadding.OaepSHA1
            : null;
}
