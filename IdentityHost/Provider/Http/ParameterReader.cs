using System.Text;

using Microsoft.Net.Http.Headers;

namespace IdentityHost.Provider.Http;

/// <summary>Reads the query of a GET or the form of a POST. Never throws for what a caller sends.</summary>
internal static class ParameterReader
{
    /// <summary>Enough for a sign-out with a large hint, small enough that nobody can fill memory with it.</summary>
    public const int MaxBytes = 64 * 1024;

    public static async Task<ParameterResult> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!HttpMethods.IsPost(request.Method))
            return UrlEncoded.Parse(Encoding.UTF8.GetBytes(request.QueryString.Value is { Length: > 0 } query ? query[1..] : ""));
        if (!IsForm(request))
            return ParameterError.NotAForm;
        if (request.ContentLength > MaxBytes)
            return ParameterError.TooLarge;
        try
        {
            var body = new MemoryStream();
            var buffer = new byte[8192];
            int read;
            while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (body.Length + read > MaxBytes)
                    return ParameterError.TooLarge;
                body.Write(buffer, 0, read);
            }
            return UrlEncoded.Parse(body.GetBuffer().AsSpan(0, (int)body.Length));
        }
        catch (BadHttpRequestException)     // chunks that are none, a body shorter than announced
        {
            return ParameterError.Unreadable;
        }
    }

    private static bool IsForm(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
            return false;
        // Another charset would make another request of the same bytes.
        if (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return false;
        return request.Headers.ContentEncoding.Count == 0;
    }
}
