using System.Text;

namespace IdentityHost.Provider.Http;

/// <summary>
/// Reads <c>application/x-www-form-urlencoded</c> strictly, for queries and bodies alike: a bad escape, bytes that are not UTF-8, a NUL or a
/// repeated name is an error and never a guess. (The framework's reader throws for some of these and silently repairs the others.)
/// </summary>
internal static class UrlEncoded
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static ParameterResult Parse(ReadOnlySpan<byte> text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var range in text.Split((byte)'&'))
        {
            var pair = text[range];
            if (pair.IsEmpty)
                continue;
            var equals = pair.IndexOf((byte)'=');
            var name = Decode(equals < 0 ? pair : pair[..equals]);
            var value = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
            if (name is null || value is null)
                return ParameterError.BadEncoding;
            if (!values.TryAdd(name, value))
                return ParameterError.Repeated;     // RFC 6749 sections 3.1 and 3.2
        }
        return new RequestParameters(values);
    }

    /// <summary>The decoded text, or null.</summary>
    public static string? Decode(ReadOnlySpan<byte> encoded)
    {
        var bytes = new byte[encoded.Length];
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            var current = encoded[i];
            if (current == '+')
                current = (byte)' ';
            else if (current == '%')
            {
                if (i + 2 >= encoded.Length || !char.IsAsciiHexDigit((char)encoded[i + 1]) || !char.IsAsciiHexDigit((char)encoded[i + 2]))
                    return null;
                current = (byte)((Nibble(encoded[i + 1]) << 4) | Nibble(encoded[i + 2]));
                i += 2;
            }
            if (current == 0)
                return null;    // PostgreSQL cannot store it, and no parameter means it
            bytes[length++] = current;
        }
        try
        {
            return StrictUtf8.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)    // the only way the framework tells
        {
            return null;
        }
    }

    private static int Nibble(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
