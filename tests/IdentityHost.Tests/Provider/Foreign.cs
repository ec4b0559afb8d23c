using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace IdentityHost.Tests.Provider;

/// <summary>Signs with a key that the provider never saw.</summary>
internal static class Foreign
{
    public static string Sign(string kid, string payload)
    {
        using var rsa = RSA.Create(2048);
        var signed = $"{Jwt.Encode($"{{\"alg\":\"RS256\",\"kid\":\"{kid}\",\"typ\":\"JWT\"}}")}.{payload}";
        return $"{signed}.{Base64Url.EncodeToString(rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }
}
