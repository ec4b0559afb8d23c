using System.Text;
using System.Text.Json.Nodes;
using Shared.Logout.Testing;
using static Shared.Logout.LogoutTokenError;

namespace Shared.Logout.UnitTests.Door;

/// <summary>Compact serialisation and JSON: part A3 of the conformance table.</summary>
public sealed class JsonTests(DoorFixture fixture) : IClassFixture<DoorFixture>
{
    private readonly DoorHost _host = fixture.Host;

    private static readonly Dictionary<string, TokenCase> Refusals = new()
    {
        ["A-083 two parts"] = new(MalformedToken, t => t.BuildUnsigned()),
        ["A-083 four parts"] = new(MalformedToken, t => t.Build() + ".e30"),
        ["A-083 trailing part"] = new(MalformedToken, t => t.Build() + ".x"),
        ["A-083 trailing dot"] = new(MalformedToken, t => t.Build() + "."),
        ["A-083 only dots"] = new(MalformedToken, _ => ".."),
        ["A-083 empty payload"] = new(MalformedToken, t => t.Build().Split('.') is var p ? $"{p[0]}..{p[2]}" : ""),
        ["A-084 JSON serialisation"] = new(MalformedToken, t => t.Build().Split('.') is var p
            ? $$"""{"protected":"{{p[0]}}","payload":"{{p[1]}}","signature":"{{p[2]}}"}""" : ""),
        ["A-085 padding on the signature"] = new(MalformedToken, t => Padded(t, 2)),
        ["A-085 padding on the payload"] = new(MalformedToken, t => Padded(t, 1)),
        ["A-085 padding on the header"] = new(MalformedToken, t => Padded(t, 0)),
        ["A-086 space in the payload"] = new(MalformedToken, t => t.Build().Insert(t.Build().IndexOf('.', StringComparison.Ordinal) + 5, " ")),
        ["A-086 newline in the signature"] = new(MalformedToken, t => t.Build() is var s ? s.Insert(s.Length - 4, "\n") : ""),
        ["A-086 tab in the header"] = new(MalformedToken, t => t.Build().Insert(4, "\t")),
        ["A-087 standard alphabet"] = new(MalformedToken, StandardAlphabet),
        ["A-088 unused bits set"] = new(MalformedToken, NonCanonical),
        ["A-090 payload is an array"] = new(MalformedToken, t => t.WithRawPayload($"[{t.PayloadJson}]")),
        ["A-090 payload is a string"] = new(MalformedToken, t => t.WithRawPayload("\"{}\"")),
        ["A-090 payload is a number"] = new(MalformedToken, t => t.WithRawPayload("1")),
        ["A-090 payload is null"] = new(MalformedToken, t => t.WithRawPayload("null")),
        ["A-090 payload is empty"] = new(MalformedToken, t => t.WithRawPayload("")),
        ["A-090 payload is no JSON"] = new(MalformedToken, t => t.WithRawPayload("iss=me")),
        ["A-091 junk after the payload"] = new(MalformedToken, t => t.WithRawPayload(t.PayloadJson + "x")),
        ["A-091 two documents"] = new(MalformedToken, t => t.WithRawPayload(t.PayloadJson + t.PayloadJson)),
        ["A-092 comment"] = new(MalformedToken, t => t.WithRawPayload(t.PayloadJson.Insert(1, "/* x */"))),
        ["A-092 trailing comma"] = new(MalformedToken, t => t.WithRawPayload(t.PayloadJson[..^1] + ",}")),
        ["A-092 single quotes"] = new(MalformedToken, t => t.WithRawPayload(t.PayloadJson.Replace('"', '\''))),
        ["A-092 NaN"] = new(MalformedToken, t => t.WithRawPayload(t.PayloadJson[..^1] + ",\"x\":NaN}")),
        ["A-093 byte order mark"] = new(MalformedToken, t => t.WithRawPayload([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(t.PayloadJson)])),
        ["A-094 no UTF-8 in a used claim"] = new(MalformedToken, t => Spliced(t.With("sub", "MARK"), [0xC3, 0x28])),
        ["A-094 no UTF-8 in an unused claim"] = new(MalformedToken, t => Spliced(t.With("x", "MARK"), [0xFF])),
        ["A-095 lone surrogate in sub"] = new(MalformedToken, t => Spliced(t.With("sub", "MARK"), @"\ud800"u8)),
        ["A-095 lone surrogate in sid"] = new(MalformedToken, t => Spliced(t.With("sid", "MARK"), @"a\udc00b"u8)),
        ["A-095 lone surrogate in jti"] = new(MalformedToken, t => Spliced(t.With("jti", "MARK"), @"\ud83dx\ude00"u8)),
        ["A-095 lone surrogate in a name"] = new(MalformedToken, t => Spliced(t.With("MARK", 1), @"\uDBFF"u8)),
        ["A-096 sub twice"] = new(MalformedToken, t => Doubled(t, "\"sub\":\"victim\"")),
        ["A-096 iss bad and good"] = new(MalformedToken, t => Doubled(t, "\"iss\":\"https://evil.example\"")),
        ["A-096 exp old and new"] = new(MalformedToken, t => Doubled(t, "\"exp\":1")),
        ["A-097 a duplicate behind an escape"] = new(MalformedToken, t => Doubled(t, @"""\u0073ub"":""victim""")),
        ["A-098 the event twice"] = new(MalformedToken, t => t.WithRawPayload(
            t.PayloadJson.Replace("\"events\":{", $"\"events\":{{\"{LogoutTokenBuilder.LogoutEvent}\":{{}},", StringComparison.Ordinal))),
        ["A-099 65 levels"] = new(MalformedToken, t => Nested(t, 65)),
        ["A-099 200 levels"] = new(MalformedToken, t => Nested(t, 200)),
        ["A-099 5000 levels"] = new(MalformedToken, t => Nested(t, 5000)),
        ["A-099 10 000 levels"] = new(TooLarge, t => Nested(t, 10_000)),
        ["A-100 longer than 16 KiB"] = new(TooLarge, t => t.With("x", new string('x', 13_000))),
        ["A-101 10 000 claims"] = new(TooLarge, t => t.WithRawPayload(t.PayloadJson[..^1] + string.Concat(Enumerable.Range(0, 10_000).Select(i => $",\"{i}\":0")) + "}")),
        ["A-102 ISS"] = new(Issuer, t => Renamed(t, "iss", "ISS")),
        ["A-102 Aud"] = new(Audience, t => Renamed(t, "aud", "Aud")),
        ["A-102 Sub and Sid"] = new(NoSubjectOrSession, t => Renamed(Renamed(t, "sub", "Sub"), "sid", "Sid")),
        ["A-102 JTI"] = new(MissingClaim, t => Renamed(t, "jti", "JTI")),
    };

    public static TheoryData<string> Cases { get; } = [.. Refusals.Keys];

    [Theory, MemberData(nameof(Cases))]
    public Task A_token_that_two_readers_could_read_differently_is_refused(string row) => _host.RefusedAsync(Refusals[row].Reason, Refusals[row].Break);

    [Fact]
    [Trait("Row", "A-083")]
    public Task An_empty_string_is_no_token() => _host.RefusedAsync(MalformedRequest, _ => "");

    [Fact]
    [Trait("Row", "A-089")]
    public async Task Another_spelling_of_an_accepted_token_is_the_same_token()
    {
        // White space inside the JSON makes other bytes and another signature; issuer, client and jti stay.
        var token = _host.Token();
        using var browser = await _host.SignInAsync(token);
        await Verdicts.AssertAcceptedAsync(await _host.PostAsync(token.Build()));
        var recorded = _host.Book.Tokens.Count;
        await Verdicts.AssertAcceptedAsync(await _host.PostAsync(token.WithRawPayload(" " + token.PayloadJson.Replace(",", " , ", StringComparison.Ordinal)).Build()));
        Assert.Equal(recorded, _host.Book.Tokens.Count);
    }

    [Fact]
    [Trait("Row", "A-101")]
    public async Task A_thousand_small_claims_within_the_cap_are_ignored()
    {
        var started = TimeProvider.System.GetTimestamp();
        await _host.AcceptedAsync(t => t.WithRawPayload(t.PayloadJson[..^1] + string.Concat(Enumerable.Range(0, 1000).Select(i => $",\"{i}\":0")) + "}").Build());
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(60));     // cold, on a busy machine
    }

    private static string Padded(LogoutTokenBuilder token, int part)
    {
        // Lengthens a member until the part needs padding, so that the padding would be correct.
        for (var filler = ""; ; filler += "x")
        {
            var parts = token.WithHeader("f", filler).With("f", filler).Build().Split('.');
            if (parts[part].Length % 4 == 0)
                continue;
            parts[part] += new string('=', 4 - (parts[part].Length % 4));
            return string.Join('.', parts);
        }
    }

    private static string StandardAlphabet(LogoutTokenBuilder token)
    {
        for (var i = 0; ; i++)
        {
            var built = token.With("n", i).Build();
            if (built.AsSpan().ContainsAny('-', '_'))
                return built.Replace('-', '+').Replace('_', '/');
        }
    }

    // 256 bytes leave 4 unused bits in the last character: the next one of the alphabet differs in those only.
    private static string NonCanonical(LogoutTokenBuilder token)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var built = token.Build();
        return built[..^1] + alphabet[alphabet.IndexOf(built[^1], StringComparison.Ordinal) + 1];
    }

    private static LogoutTokenBuilder Spliced(LogoutTokenBuilder token, ReadOnlySpan<byte> bytes)
    {
        var payload = Encoding.UTF8.GetBytes(token.PayloadJson);
        var at = payload.AsSpan().IndexOf("MARK"u8);
        return token.WithRawPayload([.. payload[..at], .. bytes, .. payload[(at + 4)..]]);
    }

    private static LogoutTokenBuilder Doubled(LogoutTokenBuilder token, string member) => token.WithRawPayload(token.PayloadJson.Insert(1, member + ","));

    private static LogoutTokenBuilder Nested(LogoutTokenBuilder token, int levels)
        => token.WithRawPayload(token.PayloadJson[..^1] + ",\"x\":" + new string('[', levels) + new string(']', levels) + "}");

    private static LogoutTokenBuilder Renamed(LogoutTokenBuilder token, string claim, string name)
        => token.Without(claim).With(name, JsonNode.Parse(token[claim]!));
}
