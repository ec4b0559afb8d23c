using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Shared.Logout.Testing;

namespace Shared.Logout.UnitTests.Door;

/// <summary>One reproducible way to damage a valid logout request. Whatever comes out must be refused.</summary>
internal sealed class Mutation(int seed, int iteration)
{
    private static readonly string[] Required = ["iss", "aud", "iat", "exp", "jti", "events"];

    // Nothing here is a valid value of any required claim, nor of sub, sid, nonce or azp.
    private static readonly string[] Wrong =
    [
        "null", "true", "false", "-1", "-0", "1e400", "1e-400", "0.1", "18446744073709551616", "\"\"", "[]", "{}", "[[]]", "[null]", "{\"a\":[{}]}",
        "\"\\u0000\"", "\"é\"", "253402300800", "[\"other\"]", "{\"http://schemas.openid.net/event/backchannel-logout\":[]}",
    ];

    private static readonly string[] Headers = ["none", "HS256", "RS256", "ES384", "", "es256", "ES256 ", "\ud83d\ude00"];

    private readonly Random _random = new(HashCode.Combine(seed, iteration, 17) ^ (seed * 31) ^ iteration);

    /// <param name="valid">What mutants that are signed again are made from.</param>
    /// <param name="token">The same, built once: signing costs more than anything else here.</param>
    public byte[] Body(LogoutTokenBuilder valid, string token)
    {
        while (true)
        {
            var body = Choose(valid, token);
            // A change that leaves the parameter as it was is no damage: draw again.
            if (!Encoding.Latin1.GetString(body).Split('&').Contains("logout_token=" + token))
                return body;
        }
    }

    private byte[] Choose(LogoutTokenBuilder valid, string token) => _random.Next(8) switch
    {
        0 => Form(FlipToken(token)),
        1 => Damage(Encoding.ASCII.GetBytes("logout_token=" + token)),
        2 => Form(Encoding.Latin1.GetString(Damage(Encoding.ASCII.GetBytes(token)))),
        3 => Form(WrongClaim(valid).Build()),
        4 => Form(WrongHeader(valid)),
        5 => Form(DamagedPart(token)),
        6 => Form(Spliced(token, valid.With("jti", "other").With("iss", "https://evil.example").Build())),
        _ => Form(BrokenJson(valid).Build()),
    };

    private static byte[] Form(string token) => Encoding.Latin1.GetBytes("logout_token=" + token);

    private string FlipToken(string token)
    {
        var bytes = Encoding.ASCII.GetBytes(token);
        bytes[_random.Next(bytes.Length)] ^= (byte)(1 << _random.Next(7));
        return Encoding.ASCII.GetString(bytes);
    }

    // One to four times: flip, overwrite, delete, repeat or insert some bytes.
    private byte[] Damage(byte[] bytes)
    {
        var list = bytes.ToList();
        for (var times = _random.Next(1, 5); times > 0; times--)
        {
            var at = _random.Next(list.Count);
            var length = Math.Min(_random.Next(1, 20), list.Count - at);
            switch (_random.Next(5))
            {
                case 0:
                    list[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 1:
                    list[at] = (byte)_random.Next(256);
                    break;
                case 2 when list.Count > length:
                    list.RemoveRange(at, length);
                    break;
                case 3:
                    list.InsertRange(_random.Next(list.Count), list.GetRange(at, length));
                    break;
                default:
                    list.Insert(at, (byte)"&=%+. \n\0-_{\"[\\"[_random.Next(14)]);
                    break;
            }
        }

        return [.. list];
    }

    // Genuinely signed, so that only the rules can refuse it.
    private LogoutTokenBuilder WrongClaim(LogoutTokenBuilder valid)
    {
        var claim = Required[_random.Next(Required.Length)];
        return _random.Next(4) switch
        {
            0 => valid.Without(claim),
            1 => valid.WithJson("nonce", Wrong[_random.Next(Wrong.Length)]),
            2 => valid.WithJson(_random.Next(2) == 0 ? "sub" : "sid", Wrong[_random.Next(Wrong.Length)]),
            // A jti may be any text, so only its absence is wrong for certain.
            _ => claim == "jti" ? valid.Without(claim) : valid.WithJson(claim, Wrong[_random.Next(Wrong.Length)]),
        };
    }

    private string WrongHeader(LogoutTokenBuilder valid) => (_random.Next(5) switch
    {
        0 => valid.WithHeader("alg", Headers[_random.Next(Headers.Length)]),
        1 => valid.WithHeader("alg", JsonNode.Parse(Wrong[_random.Next(Wrong.Length)])),
        2 => valid.WithHeader("kid", JsonNode.Parse(Wrong[_random.Next(Wrong.Length)])),
        3 => valid.WithHeader("crit", JsonNode.Parse(Wrong[_random.Next(Wrong.Length)])),
        _ => valid.WithHeader("typ", JsonNode.Parse(Wrong[_random.Next(Wrong.Length)])),
    }).Build();

    // Another header, payload or signature: decoded, damaged, encoded again; the signature no longer fits.
    private string DamagedPart(string token)
    {
        var parts = token.Split('.');
        var part = _random.Next(3);
        var bytes = Base64Url.DecodeFromChars(parts[part]);
        var damaged = Damage(bytes);
        parts[part] = Base64Url.EncodeToString(damaged);
        return string.Join('.', parts);
    }

    private string Spliced(string token, string other)
    {
        var (a, b) = (token.Split('.'), other.Split('.'));
        return _random.Next(3) switch
        {
            0 => $"{a[0]}.{b[1]}.{a[2]}",
            1 => $"{a[0]}.{a[1]}.{b[2]}",
            _ => $"{b[0]}.{b[1]}.{a[2]}",
        };
    }

    // Genuinely signed text that is no JSON object, or not only one.
    private LogoutTokenBuilder BrokenJson(LogoutTokenBuilder valid)
    {
        var json = valid.PayloadJson;
        return _random.Next(6) switch
        {
            0 => valid.WithRawPayload(json[..^_random.Next(1, json.Length)]),
            1 => valid.WithRawPayload(json[_random.Next(1, json.Length)..]),
            2 => valid.WithRawPayload(json + "{}[]\",x"[_random.Next(7)]),
            3 => valid.WithRawPayload(json.Insert(1, $"\"{Required[_random.Next(Required.Length)]}\":1,")),
            4 => valid.WithRawPayload([.. Encoding.UTF8.GetBytes(json[..^1]), .. ",\"x\":\""u8, (byte)_random.Next(0x80, 0x100), .. "\"}"u8]),
            _ => valid.WithRawPayload(json[..^1] + $",\"x\":\"\\u{_random.Next(0xD800, 0xE000):x4}\"}}"),
        };
    }
}
