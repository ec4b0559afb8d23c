using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Shared.Logout.Testing;
using static Shared.Logout.LogoutTokenError;

namespace Shared.Logout.UnitTests.Door;

/// <summary>Header and signature: part A2 of the conformance table.</summary>
public sealed class HeaderTests(DoorFixture fixture) : IClassFixture<DoorFixture>
{
    private static readonly FakeSigningKey Stranger = TestKeys.Second();
    private readonly DoorHost _host = fixture.Host;

    private static readonly Dictionary<string, TokenCase> Refusals = new()
    {
        ["A-038 none, empty signature"] = new(Algorithm, t => t.WithHeader("alg", "none").BuildUnsigned() + "."),
        ["A-039 None"] = new(Algorithm, t => t.WithHeader("alg", "None").BuildUnsigned() + "."),
        ["A-039 NONE"] = new(Algorithm, t => t.WithHeader("alg", "NONE").BuildUnsigned() + "."),
        ["A-039 nOnE"] = new(Algorithm, t => t.WithHeader("alg", "nOnE").BuildUnsigned() + "."),
        ["A-040 none, signature present"] = new(Algorithm, t => t.WithHeader("alg", "none")),
        ["A-042 alg missing"] = new(Algorithm, t => t.WithoutHeader("alg")),
        ["A-042 alg null"] = new(Algorithm, t => t.WithHeader("alg", null)),
        ["A-042 alg number"] = new(Algorithm, t => t.WithHeader("alg", 256)),
        ["A-042 alg array"] = new(Algorithm, t => t.WithHeader("alg", new JsonArray("RS256"))),
        ["A-044 HS256 with the client secret"] = new(Algorithm, t => Mac(t, "secret"u8.ToArray())),
        ["A-046 RS384"] = new(Algorithm, t => t.SignedBy(t.Key.As(algorithm: "RS384"))),
        ["A-046 RS512"] = new(Algorithm, t => t.SignedBy(t.Key.As(algorithm: "RS512"))),
        ["A-046 PS256"] = new(Algorithm, t => t.SignedBy(t.Key.As(algorithm: "PS256"))),
        ["A-047 a bit of the header"] = new(Signature, t => FlipIn(t.WithHeader("x", "aaaa"), part: 0, "aaaa")),
        ["A-047 a bit of the payload"] = new(Signature, t => FlipIn(t.With("x", "aaaa"), part: 1, "aaaa")),
        ["A-047 a bit of the signature"] = new(Signature, t => t.Build(data => Flipped(t.Key.Sign(data), 20))),
        ["A-048 RS256, empty signature"] = new(Signature, t => t.BuildUnsigned() + "."),
        ["A-049 a stranger's key under the provider's kid"] = new(Signature, t => t.ForgedBy(Stranger)),
        ["A-053 kid number"] = new(MalformedToken, t => t.WithHeader("kid", 1)),
        ["A-053 kid object"] = new(MalformedToken, t => t.WithHeader("kid", new JsonObject())),
        ["A-053 kid null"] = new(MalformedToken, t => t.WithHeader("kid", null)),
        ["A-053 kid empty"] = new(MalformedToken, t => t.WithHeader("kid", "")),
        ["A-053 kid of 10 kB"] = new(MalformedToken, t => t.WithHeader("kid", new string('k', 10_000))),
        ["A-053 kid with line breaks"] = new(UnknownKey, t => t.WithHeader("kid", "a\r\nerror: forged line")),
        ["A-055 unknown kid"] = new(UnknownKey, t => t.SignedBy(Stranger)),
        ["A-063 jwk"] = new(Signature, t => t.ForgedBy(Stranger).WithHeader("jwk", Stranger.ToJwk())),
        ["A-063 x5c"] = new(Signature, t => t.ForgedBy(Stranger).WithHeader("x5c", new JsonArray("MIIB"))),
        ["A-064 crit, unknown extension"] = new(CriticalHeader, t => t.WithHeader("crit", new JsonArray("exp2")).WithHeader("exp2", 1)),
        ["A-065 crit names an absent member"] = new(CriticalHeader, t => t.WithHeader("crit", new JsonArray("absent"))),
        ["A-066 crit empty"] = new(CriticalHeader, t => t.WithHeader("crit", new JsonArray())),
        ["A-066 crit string"] = new(CriticalHeader, t => t.WithHeader("crit", "alg")),
        ["A-066 crit with registered names"] = new(CriticalHeader, t => t.WithHeader("crit", new JsonArray("alg", "kid"))),
        ["A-066 crit twice the same"] = new(CriticalHeader, t => t.WithHeader("crit", new JsonArray("x", "x")).WithHeader("x", 1)),
        ["A-067 b64 false"] = new(CriticalHeader, t => t.WithHeader("crit", new JsonArray("b64")).WithHeader("b64", false)),
        ["A-067 b64 without crit"] = new(CriticalHeader, t => t.WithHeader("b64", false)),
        ["A-068 alg twice, good last"] = new(MalformedToken, t => t.WithRawHeader(t.HeaderJson.Replace("{", "{\"alg\":\"none\",", StringComparison.Ordinal))),
        ["A-068 alg twice, good first"] = new(MalformedToken, t => t.WithRawHeader(t.HeaderJson.Replace("}", ",\"alg\":\"none\"}", StringComparison.Ordinal))),
        ["A-069 header is no JSON"] = new(MalformedToken, t => t.WithRawHeader("alg=RS256")),
        ["A-069 header is an array"] = new(MalformedToken, t => t.WithRawHeader("[\"alg\"]")),
        ["A-069 header is a string"] = new(MalformedToken, t => t.WithRawHeader("\"RS256\"")),
        ["A-069 header is empty"] = new(MalformedToken, t => t.WithRawHeader("")),
        ["A-069 header is not UTF-8"] = new(MalformedToken, t => t.WithRawHeader([.. Encoding.UTF8.GetBytes(t.HeaderJson[..^1]), .. ",\"x\":\""u8, 0xC3, 0x28, .. "\"}"u8])),
        ["A-074 at+jwt"] = new(TokenType, t => t.WithHeader("typ", "at+jwt")),
        ["A-075 secevent+jwt"] = new(TokenType, t => t.WithHeader("typ", "secevent+jwt")),
        ["A-075 dpop+jwt"] = new(TokenType, t => t.WithHeader("typ", "dpop+jwt")),
        ["A-075 oauth-authz-req+jwt"] = new(TokenType, t => t.WithHeader("typ", "oauth-authz-req+jwt")),
        ["A-075 entity-statement+jwt"] = new(TokenType, t => t.WithHeader("typ", "entity-statement+jwt")),
        ["A-076 typ number"] = new(TokenType, t => t.WithHeader("typ", 1)),
        ["A-076 typ null"] = new(TokenType, t => t.WithHeader("typ", null)),
        ["A-076 typ array"] = new(TokenType, t => t.WithHeader("typ", new JsonArray("logout+jwt"))),
        ["A-079 five parts"] = new(Encrypted, t => t.Build() + ".e30.e30"),
    };

    private static readonly Dictionary<string, Func<LogoutTokenBuilder, LogoutTokenBuilder>> Acceptances = new()
    {
        ["A-003 unknown claims"] = t => t.With("ignored_claim", "x").With("another", new JsonObject { ["a"] = 1 }),
        ["A-037 as built"] = t => t,
        ["A-070 logout+jwt"] = t => t.WithHeader("typ", "logout+jwt"),
        ["A-071 with prefix"] = t => t.WithHeader("typ", "application/logout+jwt"),
        ["A-071 upper case"] = t => t.WithHeader("typ", "LOGOUT+JWT"),
        ["A-072 typ absent"] = t => t.WithoutHeader("typ"),
        ["A-073 typ JWT"] = t => t.WithHeader("typ", "JWT"),
    };

    public static TheoryData<string> RefusedCases { get; } = [.. Refusals.Keys];

    public static TheoryData<string> AcceptedCases { get; } = [.. Acceptances.Keys];

    [Theory, MemberData(nameof(RefusedCases))]
    public async Task A_token_with_a_wrong_header_or_signature_is_refused(string row)
    {
        await _host.RefusedAsync(Refusals[row].Reason, Refusals[row].Break);
        Assert.DoesNotContain(_host.Logs.Lines, line => line.Text.Contains("forged line", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(AcceptedCases))]
    public Task A_token_with_a_header_as_providers_send_it_is_accepted(string row) => _host.AcceptedAsync(t => Acceptances[row](t).Build());

    [Theory]
    [InlineData("PEM"), InlineData("DER"), InlineData("JWK"), InlineData("modulus")]
    [Trait("Row", "A-043")]
    public Task A_MAC_keyed_with_the_public_key_is_refused(string form)
        => _host.RefusedAsync(Algorithm, t => Mac(t, form switch
        {
            "PEM" => Encoding.UTF8.GetBytes(t.Key.ToPem()),
            "DER" => Convert.FromBase64String(string.Concat(t.Key.ToPem().Split('\n').Where(l => !l.StartsWith('-')))),
            "JWK" => Encoding.UTF8.GetBytes(t.Key.ToJwk().ToJsonString()),
            _ => Base64Url.DecodeFromChars((string)t.Key.ToJwk()["n"]!),
        }));

    [Theory]
    [InlineData("jku"), InlineData("x5u")]
    [Trait("Row", "A-063")]
    public async Task An_address_of_keys_in_the_header_is_never_visited(string member)
    {
        await using var attacker = await FakeProvider.StartAsync(key: Stranger);
        await _host.RefusedAsync(Signature, t => t.ForgedBy(Stranger).WithHeader(member, attacker.Issuer + "/jwks").Build());
        Assert.Equal(0, attacker.KeyFetches);
    }

    internal static string Mac(LogoutTokenBuilder token, byte[] key) => token.WithHeader("alg", "HS256").Build(data => HMACSHA256.HashData(key, data));

    private static byte[] Flipped(byte[] bytes, int at)
    {
        bytes[at] ^= 1;
        return bytes;
    }

    private static string FlipIn(LogoutTokenBuilder token, int part, string marker)
    {
        var parts = token.Build().Split('.');
        var bytes = Base64Url.DecodeFromChars(parts[part]);
        parts[part] = Base64Url.EncodeToString(Flipped(bytes, bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(marker))));
        return string.Join('.', parts);
    }
}
