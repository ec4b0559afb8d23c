using System.Security.Cryptography;

namespace IdentityHost.Provider.Keys;

/// <summary>The algorithms that this provider signs with. There is always a key for each.</summary>
internal static class SigningAlgorithms
{
    public const string Rs256 = "RS256";
    public const string Es256 = "ES256";

    public static readonly string[] All = [Rs256, Es256];

    public static byte[] NewPkcs8(string alg)
    {
        using AsymmetricAlgorithm key = alg == Es256 ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(2048);
        return key.ExportPkcs8PrivateKey();
    }
}
