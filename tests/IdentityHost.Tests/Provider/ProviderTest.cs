using System.Net;
using System.Net.Http.Headers;
using System.Text;

using Xunit;

namespace IdentityHost.Tests.Provider;

/// <summary>Valid requests to change one thing in, and the way through the code flow.</summary>
[Collection(ProviderTestGroup.Name)]
public abstract class ProviderTest(ProviderHost host)
{
    internal ProviderHost Host => host;

    internal Browser NewBrowser() => new(host);

    /// <summary>A valid authorization request.</summary>
    internal static Dictionary<string, string?> Authorization(string client = "web") => new()
    {
        ["client_id"] = client,
        ["redirect_uri"] = $"https://{client}.test/cb",
        ["response_type"] = "code",
        ["scope"] = "openid profile orders.read",
        ["state"] = "state +&=%ü",
        ["nonce"] = "nonce-1",
        ["code_challenge"] = Pkce.Challenge(Pkce.Verifier),
        ["code_challenge_method"] = "S256",
    };

    internal static Task<Answer> AuthorizeAsync(Browser browser, Dictionary<string, string?> request) => browser.GetAsync(Uris.Of("/connect/authorize", request));

    internal static async Task<string> CodeAsync(Browser browser, string client = "web", string? scope = null)
    {
        var request = Authorization(client);
        request["scope"] = scope ?? request["scope"];
        var answer = await AuthorizeAsync(browser, request);
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.True(answer.Query.ContainsKey("code"), answer.Location);
        return answer.Query["code"];
    }

    internal static Dictionary<string, string?> Redemption(string code, string client = "web") => new()
    {
        ["grant_type"] = "authorization_code",
        ["code"] = code,
        ["redirect_uri"] = $"https://{client}.test/cb",
        ["code_verifier"] = Pkce.Verifier,
        ["client_id"] = client,
        ["client_secret"] = Secret(client),
    };

    internal static Dictionary<string, string?> Refresh(string token, string client = "web") => new()
    {
        ["grant_type"] = "refresh_token",
        ["refresh_token"] = token,
        ["client_id"] = client,
        ["client_secret"] = Secret(client),
    };

    internal static string? Secret(string client) => client switch
    {
        "spa" => null,
        "jwt" => "jwt secret+%/ü",
        _ => $"{client}-secret",
    };

    internal Task<Answer> TokenAsync(Dictionary<string, string?> form) => NewBrowser().PostAsync("/connect/token", form);

    /// <summary>Sign in, code, tokens.</summary>
    internal async Task<(Browser Browser, Answer Tokens)> TokensAsync(string client = "web", string scope = "openid profile orders.read", string sub = ProviderHost.Alice)
    {
        var browser = NewBrowser();
        await browser.SignInAsync(sub);
        return (browser, await TokensAsync(browser, client, scope));
    }

    internal async Task<Answer> TokensAsync(Browser browser, string client = "web", string scope = "openid profile orders.read")
    {
        var tokens = await TokenAsync(Redemption(await CodeAsync(browser, client, scope), client));
        Assert.True(tokens.Status == HttpStatusCode.OK, tokens.Body);
        return tokens;
    }

    internal Task<Answer> PostAsync(string path, Dictionary<string, string?> form, string? basicId = null, string? basicSecret = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Browser.Form(form) };
        if (basicId is not null)
            request.Headers.Authorization = Basic(basicId, basicSecret!);
        return NewBrowser().SendAsync(request);
    }

    internal static AuthenticationHeaderValue Basic(string id, string secret)
        => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}")));

    /// <summary>Asks as the API that the token is for.</summary>
    internal async Task<bool> IsActiveAsync(string token, string caller = "orders")
    {
        var answer = await PostAsync("/connect/introspect", new() { ["token"] = token }, caller, $"{caller}-secret");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return answer.Json.GetProperty("active").GetBoolean();
    }

    internal async Task<Answer> UserInfoAsync(string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await NewBrowser().SendAsync(request);
    }

    internal async Task EndSessionAsync(string sid)
        => await Host.Get<EndSession.IEndSession>().EndAsync(new(EndSession.EndReason.UserLogout) { Sid = sid }, CancellationToken.None);
}
