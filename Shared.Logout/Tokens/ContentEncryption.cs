using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace Shared.Logout.Tokens;

/// <summary>The content encryptions of RFC 7518 section 5: AES-CBC with HMAC, and AES-GCM.</summary>
internal sealed class ContentEncryption
{
    private static readonly ContentEncryption[] All =
    [
        new("A128CBC-HS256", 32, HMACSHA256.HashData),
        new("A192CBC-HS384", 48, HMACSHA384.HashData),
        new("A256CBC-HS512", 64, HMACSHA512.HashData),
        new("A128GCM", 16, null),
        new("A192GCM", 24, null),
        new("A256GCM", 32, null),
    ];

    private const int GcmNonce = 12;
    private const int GcmTag = 16;

    private readonly string _name;
    private readonly int _keyLength;
    private readonly Func<byte[], byte[], byte[]>? _mac;

    private ContentEncryption(string name, int keyLength, Func<byte[], byte[], byte[]>? mac) => (_name, _keyLength, _mac) = (name, keyLength, mac);

    public static ContentEncryption? Find(JsonElement header)
        => header.TryGetProperty("enc"u8, out var enc) && enc.ValueKind is JsonValueKind.String ? Array.Find(All, c => enc.ValueEquals(c._name)) : null;

    public bool TryDecrypt(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> content, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> authenticated, out byte[] plaintext)
    {
        plaintext = [];
        if (key.Length != _keyLength)
            return false;
        return _mac is null
            ? TryDecryptGcm(key, nonce, content, tag, authenticated, out plaintext)
            : TryDecryptCbc(key, nonce, content, tag, authenticated, _mac, out plaintext);
    }

    private static bool TryDecryptGcm(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> content, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> authenticated, out byte[] plaintext)
    {
        plaintext = new byte[content.Length];
        if (nonce.Length != GcmNonce || tag.Length != GcmTag)
            return false;
        using var aes = new AesGcm(key, GcmTag);
        try
        {
            aes.Decrypt(nonce, content, tag, plaintext, authenticated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    // RFC 7518 section 5.2.2.2: the MAC first, compared in constant time; only what is genuine is decrypted.
    private static bool TryDecryptCbc(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> content, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> authenticated,
        Func<byte[], byte[], byte[]> mac, out byte[] plaintext)
    {
        plaintext = [];
        var half = key.Length / 2;
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, authenticated.Length * 8L);
        var expected = mac(key[..half].ToArray(), [.. authenticated, .. iv, .. content, .. length]);
        if (iv.Length != 16 || !CryptographicOperations.FixedTimeEquals(expected.AsSpan(0, half), tag))
            return false;
        using var aes = Aes.Create();
        aes.SetKey(key[half..]);
        try
        {
            plaintext = aes.DecryptCbc(content, iv);
            return true;
        }
        catch (CryptographicException)
        {
            return false;   // genuine, but badly padded: the sender's fault
        }
    }
}
