using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Shared.OpenIdConnect.Tokens;

/// <summary>A signed JWT in compact form, taken apart strictly. The libraries below accept padding, blanks, duplicates and more.</summary>
internal sealed record CompactJws(JsonElement Header, JsonElement Claims, byte[] SigningInput, byte[] Signature)
{
    // An ID token with hundreds of groups is under 64 KB.
    private const int Longest = 128 * 1024;

    private static readonly SearchValues<char> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static CompactJws? Parse(string token)
    {
        if (token.Length > Longest || token.Split('.') is not [var header, var claims, var signature] || signature.Length == 0)
            return null;
        if (Decode(header) is not { } headerBytes || Decode(claims) is not { } claimBytes || Decode(signature) is not { } signatureBytes)
            return null;
        using var headerJson = StrictJson.ParseObject(headerBytes);
        using var claimJson = StrictJson.ParseObject(claimBytes);
        return headerJson is null || claimJson is null
            ? null
            : new(headerJson.RootElement.Clone(), claimJson.RootElement.Clone(), Encoding.ASCII.GetBytes($"{header}.{claims}"), signatureBytes);
    }

    private static byte[]? Decode(string part)
    {
        if (part.AsSpan().ContainsAnyExcept(Alphabet))
            return null;
        try
        {
            return Base64Url.DecodeFromChars(part);
        }
        catch (FormatException)
        {
            return null; // a length or trailing bits that no encoder makes
        }
    }
}
