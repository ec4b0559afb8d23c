using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Shared.Logout.Tokens;

/// <summary>Reads what two parsers cannot read differently: one JSON object, valid text, no member twice.</summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    public static bool TryParseObject(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out JsonDocument? document)
    {
        document = null;
        // What is not even in braces is most of all junk, and is turned away without the cost of an exception.
        var trimmed = utf8.Span.Trim(" \t\r\n"u8);
        if (trimmed is not [(byte)'{', .., (byte)'}'] || !Utf8.IsValid(trimmed) || HasLoneSurrogate(trimmed))
            return false;
        try
        {
            document = JsonDocument.Parse(utf8, Options);
            return true;
        }
        catch (JsonException)
        {
            return false;   // the parser has no other way to say no
        }
    }

    // Half a surrogate pair is valid JSON but no text: reading it as a string would throw, now or in somebody else's code.
    private static bool HasLoneSurrogate(ReadOnlySpan<byte> json)
    {
        var expectLow = false;
        for (var at = json.IndexOf((byte)'\\'); at >= 0;)
        {
            var unit = UnicodeEscape(json[at..]);
            if (expectLow != char.IsLowSurrogate(unit))
                return true;
            expectLow = char.IsHighSurrogate(unit);
            var past = at + (unit == default ? 2 : 6);
            if (past >= json.Length)
                break;
            var next = json[past..].IndexOf((byte)'\\');
            if (expectLow && next != 0)
                return true;
            at = next < 0 ? -1 : past + next;
        }

        return expectLow;
    }

    // The UTF-16 unit of \uXXXX, or default for every other escape (and for \u0000, which is no surrogate either; its
    // remaining digits are then scanned as text, which finds the same next backslash).
    private static char UnicodeEscape(ReadOnlySpan<byte> escape)
        => escape.Length >= 6 && escape[1] == 'u'
            && System.Buffers.Text.Utf8Parser.TryParse(escape[2..6], out ushort unit, out var read, 'x') && read == 4 ? (char)unit : default;
}
