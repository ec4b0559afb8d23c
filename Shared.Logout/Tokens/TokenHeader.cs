using System.Text.Json;

namespace Shared.Logout.Tokens;

/// <summary>What the header of a signed token says, as far as anybody may believe it: it selects a key, it never brings one.</summary>
/// <param name="Algorithm">One that exists here; whether this client registered it is decided later.</param>
/// <param name="KeyId">The <c>kid</c>, or null.</param>
/// <param name="IsLogoutType">Whether <c>typ</c> says <c>logout+jwt</c>, not just nothing or <c>JWT</c>.</param>
internal readonly record struct TokenHeader(SignatureAlgorithm Algorithm, string? KeyId, bool IsLogoutType)
{
    private const int MaxKeyIdLength = 512;

    public static LogoutTokenError Read(JsonElement json, out TokenHeader header)
    {
        header = default;
        // RFC 7515 4.1.11: an extension that is not understood must be refused, and none is understood here.
        if (json.TryGetProperty("crit"u8, out _) || json.TryGetProperty("b64"u8, out _))
            return LogoutTokenError.CriticalHeader;
        if (!IsAcceptableType(json, out var isLogoutType))
            return LogoutTokenError.TokenType;
        // BCL 2.6 step 3: never none; and never a MAC, whose key would be public.
        if (!json.TryGetProperty("alg"u8, out var alg) || SignatureAlgorithm.Find(alg) is not { } algorithm)
            return LogoutTokenError.Algorithm;
        if (!json.TryReadText("kid"u8, MaxKeyIdLength, out var keyId))
            return LogoutTokenError.MalformedToken;
        header = new TokenHeader(algorithm, keyId, isLogoutType);
        return LogoutTokenError.None;
    }

    /// <summary>Absent, <c>JWT</c> and <c>logout+jwt</c> pass, as media types: in any case, with or without <c>application/</c>.</summary>
    public static bool IsAcceptableType(JsonElement json, out bool isLogoutType)
    {
        isLogoutType = false;
        if (!json.TryGetProperty("typ"u8, out var typ))
            return true;
        if (typ.ValueKind is not JsonValueKind.String)
            return false;
        // The two spellings that occur, without a string for each token.
        if (typ.ValueEquals("logout+jwt"u8))
            return isLogoutType = true;
        if (typ.ValueEquals("JWT"u8))
            return true;
        const string prefix = "application/";
        var name = typ.GetString()!.AsSpan();
        if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            name = name[prefix.Length..];
        isLogoutType = name.Equals("logout+jwt", StringComparison.OrdinalIgnoreCase);
        return isLogoutType || name.Equals("JWT", StringComparison.OrdinalIgnoreCase);
    }
}
