using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Shared.Logout.Testing;

/// <summary>A key pair that signs tokens in a test.</summary>
public sealed class FakeSigningKey : IDisposable
{
    private readonly RSA? _rsa;
    private readonly ECDsa? _ecdsa;
    private readonly Lock _gate;

    private FakeSigningKey(string keyId, string algorithm, RSA? rsa, ECDsa? ecdsa, Lock? gate = null)
        => (KeyId, Algorithm, _rsa, _ecdsa, _gate) = (keyId, algorithm, rsa, ecdsa, gate ?? new Lock());

    /// <summary>The <c>kid</c> under which it is published.</summary>
    public string KeyId { get; }

    /// <summary>The <c>alg</c> that <see cref="Sign(ReadOnlySpan{byte})"/> uses.</summary>
    public string Algorithm { get; }

    /// <summary>Makes an RSA key.</summary>
    /// <param name="keyId">Default: a new one.</param>
    /// <param name="algorithm">RS256 to PS512. Default: RS256.</param>
    /// <param name="bits">Default: 2048.</param>
    public static FakeSigningKey Rsa(string? keyId = null, string algorithm = "RS256", int bits = 2048)
        => new(keyId ?? NewId(), algorithm, RSA.Create(bits), null);

    /// <summary>Makes an elliptic-curve key for ES256, ES384 or ES512.</summary>
    public static FakeSigningKey Ec(string? keyId = null, string algorithm = "ES256")
        => new(keyId ?? NewId(), algorithm, null, ECDsa.Create(algorithm switch
        {
            "ES256" => ECCurve.NamedCurves.nistP256,
            "ES384" => ECCurve.NamedCurves.nistP384,
            "ES512" => ECCurve.NamedCurves.nistP521,
            _ => throw new ArgumentException("Use ES256, ES384 or ES512.", nameof(algorithm)),
        }));

    /// <summary>The same key pair under another <c>kid</c> or with another algorithm.</summary>
    public FakeSigningKey As(string? keyId = null, string? algorithm = null) => new(keyId ?? KeyId, algorithm ?? Algorithm, _rsa, _ecdsa, _gate);

    /// <summary>Signs with <see cref="Algorithm"/>.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        var hash = new HashAlgorithmName($"SHA{Algorithm[2..]}");
        lock (_gate)
        {
            return _rsa is not null
                ? _rsa.SignData(data, hash, Algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1)
                : _ecdsa!.SignData(data, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
    }

    /// <summary>The public key as a provider publishes it.</summary>
    public JsonObject ToJwk()
    {
        var jwk = new JsonObject { ["kid"] = KeyId, ["use"] = "sig", ["alg"] = Algorithm };
        if (_rsa is not null)
        {
            var rsa = _rsa.ExportParameters(false);
            (jwk["kty"], jwk["n"], jwk["e"]) = ("RSA", Base64Url.EncodeToString(rsa.Modulus), Base64Url.EncodeToString(rsa.Exponent));
            return jwk;
        }

        var ec = _ecdsa!.ExportParameters(false);
        (jwk["kty"], jwk["x"], jwk["y"]) = ("EC", Base64Url.EncodeToString(ec.Q.X), Base64Url.EncodeToString(ec.Q.Y));
        jwk["crv"] = Algorithm switch { "ES256" => "P-256", "ES384" => "P-384", _ => "P-521" };
        return jwk;
    }

    /// <summary>The public key as PEM.</summary>
    public string ToPem() => _rsa?.ExportSubjectPublicKeyInfoPem() ?? _ecdsa!.ExportSubjectPublicKeyInfoPem();

    /// <summary>Ends the key pair, for every <see cref="As"/> of it too.</summary>
    public void Dispose()
    {
        _rsa?.Dispose();
        _ecdsa?.Dispose();
    }

    private static string NewId() => Guid.NewGuid().ToString("N");
}
