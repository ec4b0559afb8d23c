using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;

namespace Shared.Logout.Tokens;

/// <summary>Reads a JWK set (RFC 7517). A key that is malformed, or not for verifying signatures, is skipped; the others stay usable.</summary>
internal static class JsonWebKeySetReader
{
    // RFC 7518 section 3.3: at least 2048 bits. The upper bound keeps one signature check affordable.
    private const int MinRsaBytes = 2048 / 8;
    private const int MaxRsaBytes = 8192 / 8;
    private const int MaxKeys = 256;

    /// <summary>False: this is no JWK set at all.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out KeySet? set)
    {
        set = null;
        try
        {
            using var document = JsonDocument.Parse(utf8);
            if (document.RootElement.ValueKind is not JsonValueKind.Object
                || !document.RootElement.TryGetProperty("keys"u8, out var keys) || keys.ValueKind is not JsonValueKind.Array)
                return false;
            set = new KeySet([.. keys.EnumerateArray().Take(MaxKeys).Select(Read).OfType<VerificationKey>()]);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static VerificationKey? Read(JsonElement jwk)
    {
        try
        {
            if (jwk.ValueKind is not JsonValueKind.Object || !IsForVerifying(jwk)
                || !jwk.TryReadText("kid"u8, int.MaxValue, out var id) || !jwk.TryReadText("alg"u8, 32, out var algorithm))
                return null;
            return Text(jwk, "kty"u8) switch
            {
                "RSA" => ReadRsa(jwk, id, algorithm),
                "EC" => ReadEc(jwk, id, algorithm),
                _ => null,   // oct: a symmetric key cannot prove who signed
            };
        }
        catch (Exception e) when (e is CryptographicException or InvalidOperationException or PlatformNotSupportedException or ArgumentException)
        {
            return null;   // numbers that make no key, text that is no text, a curve that this platform lacks
        }
    }

    // RFC 7517 sections 4.2 and 4.3: absent means any use; present must say "signatures", and "verify".
    private static bool IsForVerifying(JsonElement jwk)
        => (!jwk.TryGetProperty("use"u8, out var use) || (use.ValueKind is JsonValueKind.String && use.ValueEquals("sig"u8)))
        && (!jwk.TryGetProperty("key_ops"u8, out var operations) || (operations.ValueKind is JsonValueKind.Array
            && operations.EnumerateArray().Any(o => o.ValueKind is JsonValueKind.String && o.ValueEquals("verify"u8))));

    private static VerificationKey? ReadRsa(JsonElement jwk, string? id, string? algorithm)
    {
        // Some providers send numbers with a leading sign byte.
        var modulus = Bytes(jwk, "n"u8).AsSpan().TrimStart((byte)0).ToArray();
        var exponent = Bytes(jwk, "e"u8).AsSpan().TrimStart((byte)0).ToArray();
        if (modulus.Length is < MinRsaBytes or > MaxRsaBytes || exponent.Length is 0 or > 8)
            return null;
        return new VerificationKey(id, algorithm, new RSAParameters { Modulus = modulus, Exponent = exponent });
    }

    private static VerificationKey? ReadEc(JsonElement jwk, string? id, string? algorithm)
    {
        var name = Text(jwk, "crv"u8);
        var (curve, length) = name switch
        {
            "P-256" => (ECCurve.NamedCurves.nistP256, 32),
            "P-384" => (ECCurve.NamedCurves.nistP384, 48),
            "P-521" => (ECCurve.NamedCurves.nistP521, 66),
            _ => (default, 0),
        };
        if (length == 0 || Bytes(jwk, "x"u8) is not { } x || x.Length != length || Bytes(jwk, "y"u8) is not { } y || y.Length != length)
            return null;
        return new VerificationKey(id, algorithm, name!, new ECParameters { Curve = curve, Q = new ECPoint { X = x, Y = y } });
    }

    private static string? Text(JsonElement jwk, ReadOnlySpan<byte> name)
        => jwk.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static byte[]? Bytes(JsonElement jwk, ReadOnlySpan<byte> name)
        => Text(jwk, name) is { } text && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
