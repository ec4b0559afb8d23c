using System.Text;
using static Shared.Logout.LogoutTokenError;

namespace Shared.Logout.UnitTests.Door;

/// <summary>Requests around one valid token, by the row of the conformance table that they are for.</summary>
internal static class EnvelopeCases
{
    private const string Form = "application/x-www-form-urlencoded";

    // A body and its content type, made from a valid token.
    public static readonly Dictionary<string, (LogoutTokenError Reason, Func<string, (byte[] Body, string? Type)> Make)> Refusals = new()
    {
        ["A-009 empty body"] = (MalformedRequest, _ => Text("")),
        ["A-010 no logout_token"] = (MalformedRequest, t => Text($"token={t}")),
        ["A-011 empty value"] = (MalformedRequest, _ => Text("logout_token=")),
        ["A-011 no value"] = (MalformedRequest, _ => Text("logout_token")),
        ["A-011 only spaces"] = (MalformedToken, _ => Text("logout_token=+++")),
        ["A-012 valid and valid"] = (MalformedRequest, t => Text($"logout_token={t}&logout_token={t}")),
        ["A-012 valid and junk"] = (MalformedRequest, t => Text($"logout_token={t}&logout_token=junk")),
        ["A-012 junk and valid"] = (MalformedRequest, t => Text($"logout_token=junk&logout_token={t}")),
        ["A-012 valid and nothing"] = (MalformedRequest, t => Text($"logout_token={t}&logout_token")),
        ["A-013 other case"] = (MalformedRequest, t => Text($"Logout_Token={t}")),
        ["A-014 both cases"] = (MalformedRequest, t => Text($"logout_token={t}&LOGOUT_TOKEN={t}")),
        ["A-014 other case behind an escape"] = (MalformedRequest, t => Text($"logout_token={t}&%4CoGout%5Ftoken=x")),
        ["A-015 JSON"] = (MalformedRequest, t => Text($$"""{"logout_token":"{{t}}"}""", "application/json")),
        ["A-016 multipart"] = (MalformedRequest, t => Text(
            $"--b\r\nContent-Disposition: form-data; name=\"logout_token\"\r\n\r\n{t}\r\n--b--\r\n", "multipart/form-data; boundary=b")),
        ["A-017 text/plain"] = (MalformedRequest, t => Text($"logout_token={t}", "text/plain")),
        ["A-017 application/jwt"] = (MalformedRequest, t => Text(t, "application/jwt")),
        ["A-017 application/logout+jwt"] = (MalformedRequest, t => Text(t, "application/logout+jwt")),
        ["A-017 application/secevent+jwt"] = (MalformedRequest, t => Text(t, "application/secevent+jwt")),
        ["A-018 no content type"] = (MalformedRequest, t => (Encoding.ASCII.GetBytes($"logout_token={t}"), null)),
        ["A-018 a broken content type"] = (MalformedRequest, t => Text($"logout_token={t}", "application/x-www-form-urlencoded;;charset")),
        ["A-021 charset iso-8859-1"] = (MalformedRequest, t => Text($"logout_token={t}", Form + "; charset=iso-8859-1")),
        ["A-022 charset utf-16"] = (MalformedRequest, t => (Encoding.Unicode.GetBytes($"logout_token={t}"), Form + "; charset=utf-16")),
        ["A-023 charset utf-7"] = (MalformedRequest, t => Text($"logout_token={t}", Form + "; charset=utf-7")),
        ["A-024 charset nonsense"] = (MalformedRequest, t => Text($"logout_token={t}", Form + "; charset=nonsense")),
        ["A-025 multipart without boundary"] = (MalformedRequest, t => Text($"logout_token={t}", "multipart/form-data")),
        ["A-027 larger than the cap"] = (TooLarge, t => Text($"logout_token={t}&x={new string('x', 65_536)}")),
        ["A-028 a value of 5 MB"] = (TooLarge, _ => Text($"logout_token={new string('x', 5_000_000)}")),
        ["A-028 a name of 3000 characters"] = (MalformedRequest, t => Text($"{new string('n', 3000)}=1&logout_token={t}")),
        ["A-028 1025 names"] = (MalformedRequest, t => Text(string.Concat(Enumerable.Range(0, 1025).Select(i => $"k{i}=1&")) + $"logout_token={t}")),
        ["A-029 %00"] = (MalformedToken, t => Text($"logout_token={t}%00")),
        ["A-029 a bad escape"] = (MalformedRequest, t => Text($"logout_token={t}%zz")),
        ["A-029 half an escape"] = (MalformedRequest, t => Text($"logout_token={t}%2")),
        ["A-029 a bad escape in another name"] = (MalformedRequest, t => Text($"%zz=1&logout_token={t}")),
        ["A-029 bytes that are no UTF-8"] = (MalformedToken, t => ([.. Encoding.ASCII.GetBytes($"logout_token={t}"), 0xFF, 0xFE], Form)),
        ["A-029 escapes that are no UTF-8"] = (MalformedToken, t => Text($"logout_token={t}%C3%28")),
        ["A-030 leading space"] = (MalformedToken, t => Text($"logout_token=%20{t}")),
        ["A-030 trailing line break"] = (MalformedToken, t => Text($"logout_token={t}%0D%0A")),
        ["A-030 a raw line break"] = (MalformedToken, t => Text($"logout_token={t}\r\n")),
        ["A-030 tab"] = (MalformedToken, t => Text($"logout_token={t}%09")),
        ["A-031 plus"] = (MalformedToken, t => Text($"logout_token={t.Insert(20, "+")}")),
        ["A-032 Bearer"] = (MalformedToken, t => Text($"logout_token=Bearer+{t}")),
        ["A-032 quoted"] = (MalformedToken, t => Text($"logout_token=%22{t}%22")),
        ["A-032 encoded twice"] = (MalformedToken, t => Text($"logout_token={t.Replace(".", "%252E", StringComparison.Ordinal)}")),
    };

    public static readonly Dictionary<string, Func<string, (byte[] Body, string? Type)>> Acceptances = new()
    {
        ["A-001 a form"] = t => Text($"logout_token={t}"),
        ["A-002 further fields"] = t => Text($"ignored_parameter=1&logout_token={t}&&state=%zz&x"),
        ["A-019 media type in upper case"] = t => Text($"logout_token={t}", Form.ToUpperInvariant()),
        ["A-020 charset=utf-8"] = t => Text($"logout_token={t}", Form + "; charset=utf-8"),
        ["A-020 charset=\"UTF-8\""] = t => Text($"logout_token={t}", Form + "; charset=\"UTF-8\""),
        ["A-001 escapes that nobody needs"] = t => Text($"logout%5Ftoken={t.Replace(".", "%2e", StringComparison.Ordinal).Replace("-", "%2D", StringComparison.Ordinal)}"),
    };

    private static (byte[] Body, string? Type) Text(string body, string type = Form) => (Encoding.UTF8.GetBytes(body), type);
}
