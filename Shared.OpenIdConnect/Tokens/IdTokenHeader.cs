using System.Text.Json;
using Shared.OpenIdConnect.SignIn;

namespace Shared.OpenIdConnect.Tokens;

/// <summary>The rules of the JOSE header: what must hold before a key is even looked for.</summary>
internal static class IdTokenHeader
{
    public static SignInRefusal? Check(JsonElement header, IReadOnlyCollection<string> algorithms)
    {
        // RFC 8725 3.11: a token that says it is something else is not an ID token.
        if (header.TryGetProperty("typ", out var typ)
            && !(typ.ValueKind is JsonValueKind.String && typ.GetString() is { } type
                 && (type.Equals("JWT", StringComparison.OrdinalIgnoreCase) || type.Equals("application/jwt", StringComparison.OrdinalIgnoreCase))))
            return new(SignInError.TokenType, "The ID token's typ is not JWT.");
        // RFC 7515 4.1.11: no extension is understood here, so none may be critical. b64 (RFC 7797) is one.
        if (header.TryGetProperty("crit", out _) || header.TryGetProperty("b64", out _))
            return new(SignInError.TokenType, "The ID token's header demands an extension (crit).");
        if (StrictJson.Text(header, "alg") is not { } alg || !algorithms.Contains(alg, StringComparer.Ordinal))
            return new(SignInError.TokenAlgorithm, $"The ID token's alg is not among {string.Join(", ", algorithms)}. Others go to TokenValidationParameters.ValidAlgorithms.");
        if (header.TryGetProperty("kid", out var kid) && kid.ValueKind is not JsonValueKind.String)
            return new(SignInError.TokenMalformed, "The ID token's kid is no string.");
        return null;
    }
}
