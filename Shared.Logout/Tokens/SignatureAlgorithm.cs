using System.Security.Cryptography;
using System.Text.Json;

namespace Shared.Logout.Tokens;

/// <summary>An asymmetric signature algorithm of RFC 7518. There is no entry for <c>none</c> and HMAC, so nothing can select them.</summary>
internal sealed class SignatureAlgorithm
{
    public static readonly IReadOnlyList<SignatureAlgorithm> All =
    [
        new("RS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        new("RS384", HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
        new("RS512", HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
        new("PS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        new("PS384", HashAlgorithmName.SHA384, RSASignaturePadding.Pss),
        new("PS512", HashAlgorithmName.SHA512, RSASignaturePadding.Pss),
        new("ES256", HashAlgorithmName.SHA256, "P-256"),
        new("ES384", HashAlgorithmName.SHA384, "P-384"),
        new("ES512", HashAlgorithmName.SHA512, "P-521"),
    ];

    private SignatureAlgorithm(string name, HashAlgorithmName hash, RSASignaturePadding padding)
        => (Name, Hash, Padding) = (name, hash, padding);

    private SignatureAlgorithm(string name, HashAlgorithmName hash, string curve)
        => (Name, Hash, Curve) = (name, hash, curve);

    public string Name { get; }

    public HashAlgorithmName Hash { get; }

    /// <summary>Set for RSA, null for ECDSA.</summary>
    public RSASignaturePadding? Padding { get; }

    /// <summary>Set for ECDSA, where the algorithm fixes the curve (RFC 7518 section 3.4); null for RSA.</summary>
    public string? Curve { get; }

    public static SignatureAlgorithm? Find(JsonElement alg)
    {
        if (alg.ValueKind is not JsonValueKind.String)
            return null;
        foreach (var algorithm in All)
        {
            if (alg.ValueEquals(algorithm.Name))
                return algorithm;
        }

        return null;
    }
}
