using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Shared.OpenIdConnect.SignIn;
using static Shared.OpenIdConnect.Tokens.StrictJson;

namespace Shared.OpenIdConnect.Tokens;

/// <summary>The claim rules of Core 2 and 3.1.3.7 in the order of the text. The signature was checked before.</summary>
internal static class IdTokenRules
{
    public static SignInRefusal? Check(CompactJws token, IdTokenExpectations expected)
    {
        var claims = token.Claims;
        // 3.1.3.7 step 2: exactly, also in case and final slash.
        if (Text(claims, "iss") is not { } issuer || !expected.Issuers.Contains(issuer, StringComparer.Ordinal))
            return No(SignInError.TokenIssuer, "The ID token's iss is not the issuer that discovery states. Compare OpenIdConnect:Authority with the provider's issuer.");
        // Steps 3 to 5.
        if (Audiences(claims) is not { } audiences || !audiences.Contains(expected.ClientId, StringComparer.Ordinal)
            || audiences.Any(a => a != expected.ClientId && !expected.TrustedAudiences.Contains(a, StringComparer.Ordinal)))
            return No(SignInError.TokenAudience, "The ID token's aud is not this client alone. Compare OpenIdConnect:ClientId with the registration; further trusted audiences go to TokenValidationParameters.ValidAudiences.");
        var authorizedParty = Text(claims, "azp");
        if (claims.TryGetProperty("azp", out _) ? authorizedParty != expected.ClientId : audiences.Count > 1)
            return No(SignInError.TokenAuthorizedParty, "The ID token's azp is not this client.");
        if (Text(claims, "sub") is not { Length: > 0 and <= 255 })
            return No(SignInError.TokenSubject, "The ID token has no sub, or one of more than 255 characters.");
        return Times(claims, expected) ?? Nonce(claims, expected) ?? AccessTokenHash(token, expected);
    }

    private static SignInRefusal? Times(JsonElement claims, IdTokenExpectations expected)
    {
        var now = expected.Now.ToUnixTimeMilliseconds() / 1000m;
        var skew = (decimal)expected.ClockSkew.TotalSeconds;
        // Step 9.
        if (Seconds(claims, "exp") is not { } expires || now >= expires + skew)
            return No(SignInError.TokenExpired, "The ID token is expired. Compare this machine's clock with the provider's.");
        // Step 10 and RFC 7519 4.1.5.
        if (Seconds(claims, "iat") is not { } issuedAt || issuedAt > now + skew)
            return No(SignInError.TokenIssuedAt, "The ID token's iat is missing or in the future. Compare this machine's clock with the provider's.");
        if (claims.TryGetProperty("nbf", out _) && !(Seconds(claims, "nbf") is { } notBefore && notBefore <= now + skew))
            return No(SignInError.TokenIssuedAt, "The ID token's nbf is in the future. Compare this machine's clock with the provider's.");
        // Step 13.
        if (expected.MaxAge is { } maxAge && !(Seconds(claims, "auth_time") is { } signedInAt && now - signedInAt <= (decimal)maxAge.TotalSeconds + skew))
            return No(SignInError.TokenAuthTime, "max_age was asked for, but the ID token's auth_time is missing or older.");
        return null;
    }

    // Step 11.
    private static SignInRefusal? Nonce(JsonElement claims, IdTokenExpectations expected)
    {
        var present = claims.TryGetProperty("nonce", out _);
        var nonce = Text(claims, "nonce");
        if (expected.Nonce is null)
            return present || expected.RequireNonce ? No(SignInError.TokenNonce, "The ID token has a nonce that this browser did not ask for.") : null;
        return nonce is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(nonce), Encoding.UTF8.GetBytes(expected.Nonce))
            ? null
            : No(SignInError.TokenNonce, "The ID token's nonce is missing or belongs to another sign-in.");
    }

    // 3.1.3.8: optional in the code flow, binding when present.
    private static SignInRefusal? AccessTokenHash(CompactJws token, IdTokenExpectations expected)
    {
        if (!token.Claims.TryGetProperty("at_hash", out _) || expected.AccessToken is null)
            return null;
        var bytes = Encoding.ASCII.GetBytes(expected.AccessToken);
        var hash = Text(token.Header, "alg")![2..] switch
        {
            "384" => SHA384.HashData(bytes),
            "512" => SHA512.HashData(bytes),
            _ => SHA256.HashData(bytes),
        };
        return Text(token.Claims, "at_hash") == Base64Url.EncodeToString(hash.AsSpan(0, hash.Length / 2))
            ? null
            : No(SignInError.TokenAccessTokenHash, "The ID token's at_hash does not fit the access token.");
    }

    private static List<string>? Audiences(JsonElement claims)
    {
        if (!claims.TryGetProperty("aud", out var aud))
            return null;
        if (aud.ValueKind is JsonValueKind.String)
            return [aud.GetString()!];
        return aud.ValueKind is JsonValueKind.Array && aud.EnumerateArray().All(a => a.ValueKind is JsonValueKind.String)
            ? [.. aud.EnumerateArray().Select(a => a.GetString()!)]
            : null;
    }

    private static SignInRefusal No(SignInError reason, string detail) => new(reason, detail);
}
