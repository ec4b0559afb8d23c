using System.Buffers.Text;
using System.Text.Json;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>An ID token as a sign-in handler saves it after validation; its signature is of no interest any more.</summary>
internal static class IdToken
{
    public static string Create(string issuer, string audience, string? subject, string? session, long issuedAt)
    {
        var claims = new Dictionary<string, object> { ["iss"] = issuer, ["aud"] = audience, ["iat"] = issuedAt, ["exp"] = issuedAt + 300 };
        if (subject is not null)
            claims["sub"] = subject;
        if (session is not null)
            claims["sid"] = session;
        return $"{Encode(new Dictionary<string, object> { ["alg"] = "RS256" })}.{Encode(claims)}.c2lnbmF0dXJl";
    }

    private static string Encode(Dictionary<string, object> value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
