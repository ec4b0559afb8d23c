using System.Buffers;
using System.Buffers.Text;

namespace Shared.Logout.Tokens;

/// <summary>The parts of a compact JWS or JWE (RFC 7515 section 7.1), decoded without the leniencies of general-purpose decoders.</summary>
internal static class CompactToken
{
    public const int MaxLength = 16 * 1024;

    // No padding, no white space, no '+' and '/': one token has one spelling (RFC 7515 section 2).
    private static readonly SearchValues<byte> Alphabet
        = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."u8);

    /// <summary>The number of parts, or 0 where a byte is outside the alphabet.</summary>
    public static int CountParts(ReadOnlySpan<byte> token)
        => token.IsEmpty || token.ContainsAnyExcept(Alphabet) ? 0 : token.Count((byte)'.') + 1;

    /// <summary>Decodes <paramref name="parts"/>.Length parts. False: a part is not base64url, or is not spelt canonically.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> token, Span<ReadOnlyMemory<byte>> parts)
    {
        // One buffer for all parts; decoded text is always shorter than its encoding.
        var buffer = GC.AllocateUninitializedArray<byte>(token.Length);
        var used = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var dot = token.IndexOf((byte)'.');
            var part = dot < 0 ? token : token[..dot];
            // Refuses unused bits that are not zero in the last character, too.
            if (Base64Url.DecodeFromUtf8(part, buffer.AsSpan(used), out var consumed, out var written) is not OperationStatus.Done
                || consumed != part.Length)
                return false;
            parts[i] = buffer.AsMemory(used, written);
            used += written;
            token = dot < 0 ? [] : token[(dot + 1)..];
        }

        return true;
    }
}
