using System.Security.Cryptography;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Shared.OpenIdConnect.Tokens;

/// <summary>The provider's keys: which one a token means, and whether it signed it.</summary>
internal static class SigningKeys
{
    private static readonly CryptoProviderFactory Crypto = new() { CacheSignatureProviders = false };

    /// <summary>The keys with this <c>kid</c> that fit the algorithm; without a <c>kid</c> the only key that fits, or none.</summary>
    public static IReadOnlyList<SecurityKey> Find(OpenIdConnectConfiguration provider, TokenValidationParameters parameters, string? kid, string alg)
    {
        IEnumerable<SecurityKey> all = [.. provider.SigningKeys, .. parameters.IssuerSigningKeys ?? []];
        if (parameters.IssuerSigningKey is { } one)
            all = all.Append(one);
        SecurityKey[] fitting = [.. all.Where(key => Fits(key, alg))];
        if (kid is not null)
            return [.. fitting.Where(key => key.KeyId == kid)];
        // Core 10.1: kid may be left out only where there is nothing to choose. One JWK may appear as two objects (x5c and n/e).
        return fitting.Select(key => key.KeyId).Distinct().Count() == 1 ? fitting : [];
    }

    public static bool Verify(IEnumerable<SecurityKey> keys, string alg, CompactJws token) => keys.Any(key => Verify(key, alg, token));

    private static bool Verify(SecurityKey key, string alg, CompactJws token)
    {
        using var provider = Crypto.CreateForVerifying(key, alg);
        try
        {
            return provider.Verify(token.SigningInput, token.Signature);
        }
        catch (CryptographicException)
        {
            return false; // a signature of a length that the algorithm does not have
        }
    }

    // RFC 7518 3.3 and 3.4: RSA from 2048 bit; one curve per algorithm. Symmetric keys never.
    private static bool Fits(SecurityKey key, string alg) => alg[..2] switch
    {
        "ES" => IsEllipticCurve(key) && key.KeySize == alg[2..] switch { "256" => 256, "384" => 384, _ => 521 },
        "RS" or "PS" => IsRsa(key) && key.KeySize >= 2048,
        _ => false,
    };

    private static bool IsRsa(SecurityKey key)
        => key is RsaSecurityKey or X509SecurityKey { PublicKey: RSA } or JsonWebKey { Kty: JsonWebAlgorithmsKeyTypes.RSA };

    private static bool IsEllipticCurve(SecurityKey key)
        => key is ECDsaSecurityKey or X509SecurityKey { PublicKey: ECDsa } or JsonWebKey { Kty: JsonWebAlgorithmsKeyTypes.EllipticCurve };
}
