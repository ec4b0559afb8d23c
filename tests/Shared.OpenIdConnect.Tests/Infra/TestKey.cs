using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Shared.OpenIdConnect.Tests.Infra;

/// <summary>A key pair of the provider, or of somebody who would like to be it.</summary>
public sealed class TestKey
{
    private readonly RSA? _rsa;
    private readonly ECDsa? _ecdsa;

    private TestKey(string kid, string alg, RSA? rsa, ECDsa? ecdsa) => (Kid, Alg, _rsa, _ecdsa) = (kid, alg, rsa, ecdsa);

    public string Kid { get; }

    public string Alg { get; }

    public static TestKey Rsa(string kid, int bits = 2048) => new(kid, "RS256", RSA.Create(bits), null);

    public static TestKey EllipticCurve(string kid) => new(kid, "ES256", null, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public byte[] Sign(byte[] input, string alg) => alg switch
    {
        "none" => [],
        "HS256" => HMACSHA256.HashData(_rsa!.ExportSubjectPublicKeyInfo(), input), // the public key as a secret: the classic
        "RS384" => _rsa!.SignData(input, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
        _ => _rsa?.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ?? _ecdsa!.SignData(input, HashAlgorithmName.SHA256),
    };

    public JsonObject Jwk()
    {
        if (_rsa is not null)
        {
            var rsa = _rsa.ExportParameters(false);
            return new() { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = Kid, ["n"] = Text(rsa.Modulus!), ["e"] = Text(rsa.Exponent!) };
        }

        var ec = _ecdsa!.ExportParameters(false);
        return new() { ["kty"] = "EC", ["use"] = "sig", ["kid"] = Kid, ["crv"] = "P-256", ["x"] = Text(ec.Q.X!), ["y"] = Text(ec.Q.Y!) };
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
