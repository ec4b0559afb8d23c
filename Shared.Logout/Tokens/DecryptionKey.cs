using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Shared.Logout.Tokens;

/// <summary>The private RSA key inside an IdentityModel key, in whatever form the application holds it.</summary>
internal static class DecryptionKey
{
    /// <summary>Whether <paramref name="key"/> can decrypt at all.</summary>
    public static bool IsUsable(SecurityKey key)
        => Held(key) is { } held
            ? CanDecrypt(held)
            : key is RsaSecurityKey { Parameters.D: not null } or JsonWebKey { Kty: "RSA", HasPrivateKey: true };

    /// <summary>Decrypts a content key, or returns null where it was encrypted for another key.</summary>
    public static byte[]? Unwrap(SecurityKey key, ReadOnlySpan<byte> encrypted, RSAEncryptionPadding padding)
    {
        if (Held(key) is { } held)
        {
            // The application's own object, which promises no thread safety.
            lock (held)
                return Decrypt(held, encrypted, padding);
        }

        using var rsa = key switch
        {
            RsaSecurityKey { Parameters.D: not null } k => RSA.Create(k.Parameters),
            JsonWebKey { Kty: "RSA", HasPrivateKey: true } k => RSA.Create(Parameters(k)),
            _ => null,
        };
        return rsa is null ? null : Decrypt(rsa, encrypted, padding);
    }

    // Tried: the object itself does not tell, and one in hardware cannot be exported.
    private static bool CanDecrypt(RSA held)
    {
        try
        {
            lock (held)
                return Decrypt(held, held.Encrypt([1], RSAEncryptionPadding.OaepSHA1), RSAEncryptionPadding.OaepSHA1) is not null;
        }
        catch (CryptographicException)
        {
            return false;   // too small for any content key, or no key at all
        }
    }

    private static RSA? Held(SecurityKey key) => key switch
    {
        X509SecurityKey { PrivateKeyStatus: PrivateKeyStatus.Exists, PrivateKey: RSA rsa } => rsa,
        RsaSecurityKey { Rsa: { } rsa } => rsa,
        _ => null,
    };

    private static byte[]? Decrypt(RSA rsa, ReadOnlySpan<byte> encrypted, RSAEncryptionPadding padding)
    {
        if (encrypted.Length != rsa.KeySize / 8)
            return null;
        try
        {
            return rsa.Decrypt(encrypted, padding);
        }
        catch (CryptographicException)
        {
            return null;   // made for another key, or for nobody
        }
    }

    private static RSAParameters Parameters(JsonWebKey key) => new()
    {
        Modulus = Base64UrlEncoder.DecodeBytes(key.N),
        Exponent = Base64UrlEncoder.DecodeBytes(key.E),
        D = Base64UrlEncoder.DecodeBytes(key.D),
        P = Base64UrlEncoder.DecodeBytes(key.P),
        Q = Base64UrlEncoder.DecodeBytes(key.Q),
        DP = Base64UrlEncoder.DecodeBytes(key.DP),
        DQ = Base64UrlEncoder.DecodeBytes(key.DQ),
        InverseQ = Base64UrlEncoder.DecodeBytes(key.QI),
    };
}
