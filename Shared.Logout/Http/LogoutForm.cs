using System.Buffers;
using System.Text;

namespace Shared.Logout.Http;

/// <summary>
/// Finds <c>logout_token</c> in an <c>application/x-www-form-urlencoded</c> body. Stricter than the framework's reader on purpose:
/// names are compared exactly, a second value is a refusal instead of a choice, and no input makes it throw.
/// </summary>
internal static class LogoutForm
{
    public const string FieldName = "logout_token";
    private const int MaxFields = 128;
    private const int MaxNameLength = 256;

    private static ReadOnlySpan<byte> Name => "logout_token"u8;

    /// <summary>Returns the decoded value, or false where there is not exactly one.</summary>
    public static bool TryFindToken(ReadOnlyMemory<byte> body, out ReadOnlyMemory<byte> token)
    {
        token = default;
        var found = false;
        var fields = 0;
        Span<byte> name = stackalloc byte[MaxNameLength];
        foreach (var range in body.Span.Split((byte)'&'))
        {
            var field = body[range];
            if (field.IsEmpty)
                continue;
            if (++fields > MaxFields)
                return false;
            var equals = field.Span.IndexOf((byte)'=');
            var rawName = equals < 0 ? field.Span : field.Span[..equals];
            // A name that cannot be decoded might be ours in somebody else's eyes.
            if (!TryDecode(rawName, name, out var length))
                return false;
            if (!Ascii.EqualsIgnoreCase(name[..length], Name))
                continue;
            // Neither the first nor the last wins: two readers could disagree about a duplicate, in any spelling.
            if (found || !name[..length].SequenceEqual(Name) || equals < 0 || !TryDecode(field[(equals + 1)..], out token))
                return false;
            found = true;
        }

        return found && !token.IsEmpty;
    }

    private static bool TryDecode(ReadOnlyMemory<byte> value, out ReadOnlyMemory<byte> decoded)
    {
        decoded = value;
        if (!value.Span.ContainsAny((byte)'%', (byte)'+'))
            return true;   // always, from a provider: no character of a token needs an escape
        var buffer = new byte[value.Length];
        var good = TryDecode(value.Span, buffer, out var length);
        decoded = buffer.AsMemory(0, length);
        return good;
    }

    private static bool TryDecode(ReadOnlySpan<byte> source, Span<byte> destination, out int length)
    {
        length = 0;
        while (!source.IsEmpty)
        {
            if (length == destination.Length)
                return false;
            var taken = 1;
            var value = source[0] == '+' ? (byte)' ' : source[0];
            if (value == '%')
            {
                if (source.Length < 3 || Convert.FromHexString(source[1..3], destination[length..], out _, out var written) is not OperationStatus.Done
                    || written != 1)
                    return false;
                (value, taken) = (destination[length], 3);
            }

            destination[length++] = value;
            source = source[taken..];
        }

        return true;
    }
}
