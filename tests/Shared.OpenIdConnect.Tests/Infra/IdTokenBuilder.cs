using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Shared.OpenIdConnect.Tests.Infra;

/// <summary>An ID token, valid as built. A test breaks one thing.</summary>
public sealed class IdTokenBuilder
{
    public IdTokenBuilder(TestKey key, string issuer, string clientId, string? nonce, DateTimeOffset now)
    {
        Key = key;
        Header = new() { ["alg"] = key.Alg, ["kid"] = key.Kid, ["typ"] = "JWT" };
        Claims = new()
        {
            ["iss"] = issuer,
            ["aud"] = clientId,
            ["sub"] = "alice-1",
            ["sid"] = "session-1",
            ["name"] = "Alice",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds(),
            ["auth_time"] = now.ToUnixTimeSeconds(),
        };
        if (nonce is not null)
            Claims["nonce"] = nonce;
    }

    public TestKey Key { get; set; }

    public JsonObject Header { get; }

    public JsonObject Claims { get; }

    /// <summary>Set to sign this text instead of <see cref="Claims"/>.</summary>
    public string? RawClaims { get; set; }

    /// <summary>Changes the finished token.</summary>
    public Func<string, string> Finish { get; set; } = token => token;

    public static string HalfHash(string accessToken)
        => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)).AsSpan(0, 16));

    public string Build()
    {
        var input = $"{Part(Header.ToJsonString())}.{Part(RawClaims ?? Claims.ToJsonString())}";
        var signature = Key.Sign(Encoding.ASCII.GetBytes(input), (string)Header["alg"]!);
        return Finish($"{input}.{Base64Url.EncodeToString(signature)}");
    }

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
