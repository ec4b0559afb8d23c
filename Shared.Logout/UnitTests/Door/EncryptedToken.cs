using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Shared.Logout.UnitTests.Door;

/// <summary>Makes compact JWEs, as a provider would and as it never should.</summary>
internal static class EncryptedToken
{
    public static string Create(string inner, RSA key, string alg = "RSA-OAEP-256", string enc = "A256GCM", Action<JsonObject>? change = null)
    {
        var header = new JsonObject { ["alg"] = alg, ["enc"] = enc, ["cty"] = "JWT" };
        change?.Invoke(header);
        var protectedHeader = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header.ToJsonString()));
        var isGcm = enc.EndsWith("GCM", StringComparison.Ordinal);
        var bits = Convert.ToInt32(enc[1..4], System.Globalization.CultureInfo.InvariantCulture);
        var contentKey = RandomNumberGenerator.GetBytes(isGcm ? bits / 8 : bits / 4);
        var wrapped = key.Encrypt(contentKey, alg switch
        {
            "RSA-OAEP" => RSAEncryptionPadding.OaepSHA1,
            "RSA1_5" => RSAEncryptionPadding.Pkcs1,
            _ => RSAEncryptionPadding.OaepSHA256,
        });
        var (nonce, content, tag) = isGcm
            ? Gcm(contentKey, Encoding.UTF8.GetBytes(inner), Encoding.ASCII.GetBytes(protectedHeader))
            : Cbc(contentKey, Encoding.UTF8.GetBytes(inner), Encoding.ASCII.GetBytes(protectedHeader));
        return string.Join('.', protectedHeader, Base64Url.EncodeToString(wrapped), Base64Url.EncodeToString(nonce), Base64Url.EncodeToString(content), Base64Url.EncodeToString(tag));
    }

    private static (byte[] Nonce, byte[] Content, byte[] Tag) Gcm(byte[] key, byte[] plain, byte[] header)
    {
        var (nonce, content, tag) = (RandomNumberGenerator.GetBytes(12), new byte[plain.Length], new byte[16]);
        using var aes = new AesGcm(key, 16);
        aes.Encrypt(nonce, plain, content, tag, header);
        return (nonce, content, tag);
    }

    private static (byte[] Iv, byte[] Content, byte[] Tag) Cbc(byte[] key, byte[] plain, byte[] header)
    {
        var half = key.Length / 2;
        using var aes = Aes.Create();
        aes.Key = key[half..];
        var iv = RandomNumberGenerator.GetBytes(16);
        var content = aes.EncryptCbc(plain, iv);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, header.Length * 8L);
        byte[] input = [.. header, .. iv, .. content, .. length];
        var mac = half switch { 16 => HMACSHA256.HashData(key[..half], input), 24 => HMACSHA384.HashData(key[..half], input), _ => HMACSHA512.HashData(key[..half], input) };
        return (iv, content, mac[..half]);
    }
}
