using System.Buffers;
using System.Net.Http.Headers;

namespace ResourceApi.Authentication;

/// <summary>The Authorization header. Tokens in the query or the form are not read (RFC 9700 section 4.3.2).</summary>
internal static class BearerHeader
{
    /// <summary>False: there is no bearer token. True with null: there is one, and it cannot be right.</summary>
    public static bool TryRead(HttpRequest request, out string? token)
    {
        token = null;
        var values = request.Headers.Authorization;
        if (values.Count == 0)
            return false;
        if (values.Count > 1)
            return true;
        if (!AuthenticationHeaderValue.TryParse(values[0], out var header))
            return values[0]!.StartsWith("Bearer", StringComparison.OrdinalIgnoreCase);
        if (!header.Scheme.Equals(AccessTokenDefaults.Scheme, StringComparison.OrdinalIgnoreCase))
            return false;
        if (header.Parameter is { Length: > 0 and <= AccessTokenDefaults.MaxTokenLength } value && !value.AsSpan().ContainsAnyExcept(TokenCharacters))
            token = value;
        return true;
    }

    // RFC 6750 2.1: b64token
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=");
}
