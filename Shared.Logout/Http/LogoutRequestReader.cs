using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Shared.Logout.Http;

/// <summary>Takes the logout token out of a request, reading no more of it than can be genuine.</summary>
internal static class LogoutRequestReader
{
    public const int MaxBodyLength = 64 * 1024;

    private const int UsualLength = 4 * 1024;

    private const string FormType = "application/x-www-form-urlencoded";

    /// <summary>Returns the token in a buffer of its own, or why there is none.</summary>
    /// <exception cref="IOException">The caller hung up, or the server refused to read on.</exception>
    public static async ValueTask<(LogoutTokenError Error, ReadOnlyMemory<byte> Token)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBodyLength)
            return (LogoutTokenError.TooLarge, default);
        if (!IsForm(request.Headers.ContentType) || !IsPlain(request.Headers.ContentEncoding))
            return (LogoutTokenError.MalformedRequest, default);

        // A middleware of the application was here first, and left the body at its end: buffered, or as the form that it made of it.
        if (request.Body.CanSeek)
            request.Body.Position = 0;
        else if (request.HttpContext.Features.Get<IFormFeature>()?.Form is { } form)
            return TryFindToken(form, out var read) ? (LogoutTokenError.None, read) : (LogoutTokenError.MalformedRequest, default);

        // As much as has come, not as much as was announced: a caller that dawdles holds little.
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(request.ContentLength ?? UsualLength, UsualLength) + 1);
        try
        {
            var length = 0;
            while (length <= MaxBodyLength)
            {
                if (length == buffer.Length)
                    buffer = Grow(buffer);
                var read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken);
                if (read == 0)
                    break;
                length += read;
            }

            if (length > MaxBodyLength)
                return (LogoutTokenError.TooLarge, default);
            return LogoutForm.TryFindToken(buffer.AsMemory(0, length), out var token)
                ? (LogoutTokenError.None, token.ToArray())
                : (LogoutTokenError.MalformedRequest, default);
        }
        finally
        {
            Return(buffer);
        }
    }

    private static byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(2 * full.Length);
        full.CopyTo(larger, 0);
        Return(full);
        return larger;
    }

    private static void Return(byte[] buffer)
        => ArrayPool<byte>.Shared.Return(buffer, clearArray: true);   // a token is a bearer of an order; the next renter is a stranger

    // As strict as with the bytes: a form ignores the case of names, so a name in another case would pass as ours.
    private static bool TryFindToken(IFormCollection form, out ReadOnlyMemory<byte> token)
    {
        token = default;
        var names = form.Keys.Where(name => name.Equals(LogoutForm.FieldName, StringComparison.OrdinalIgnoreCase)).ToList();
        if (names is not [LogoutForm.FieldName] || form[LogoutForm.FieldName] is not [{ Length: > 0 } value] || !Ascii.IsValid(value))
            return false;
        token = Encoding.ASCII.GetBytes(value);
        return true;
    }

    // A charset other than UTF-8 could spell the parameter so that only some readers see it.
    private static bool IsForm(StringValues header)
        => header.Count == 1 && (header[0] == FormType
            || (MediaTypeHeaderValue.TryParse(header[0], out var type) && type.MediaType.Equals(FormType, StringComparison.OrdinalIgnoreCase)
                && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))));

    private static bool IsPlain(StringValues encoding) => encoding.Count == 0 || (encoding.Count == 1 && encoding[0] == "identity");
}
