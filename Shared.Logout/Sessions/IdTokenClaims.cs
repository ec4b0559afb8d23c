using System.Buffers.Text;
using System.Text.Json;

namespace Shared.Logout.Sessions;

/// <summary>The claims of a saved ID token that identify the session. The sign-in handler has validated the token; here it is only read.</summary>
internal sealed record IdTokenClaims(string? Issuer, string? Subject, string? SessionId, long? IssuedAt, IReadOnlyList<string> Audiences)
{
    /// <summary>Returns null for a token that cannot be read, such as an encrypted one: the ticket's claims speak then.</summary>
    public static IdTokenClaims? Read(string? token)
    {
        if (token?.Split('.') is not [_, var payload, _])
            return null;
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            var claims = json.RootElement;
            return claims.ValueKind is not JsonValueKind.Object
                ? null
                : new IdTokenClaims(Text(claims, "iss"), Text(claims, "sub"), Text(claims, "sid"), Seconds(claims, "iat"), Audience(claims));
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return null;   // not a JWT that we can read: same as encrypted
        }
    }

    private static string? Text(JsonElement claims, string name)
        => claims.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static long? Seconds(JsonElement claims, string name)
        => claims.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetDecimal(out var seconds)
            && seconds is > 0 and < 253402300800 ? (long)seconds : null;

    private static IReadOnlyList<string> Audience(JsonElement claims)
        => !claims.TryGetProperty("aud", out var value) ? []
            : value.ValueKind is JsonValueKind.Array ? [.. value.EnumerateArray().Where(a => a.ValueKind is JsonValueKind.String).Select(a => a.GetString()!)]
            : value.ValueKind is JsonValueKind.String ? [value.GetString()!] : [];
}
