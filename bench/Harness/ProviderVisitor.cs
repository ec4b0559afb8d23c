using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;

namespace Bench.Harness;

/// <summary>One browser and its application at the provider, over HTTP. Each method is one step; redirects are not followed by themselves.</summary>
internal sealed partial class ProviderVisitor : IDisposable
{
    private const string Verifier = "a-code-verifier-that-is-long-enough-for-the-rules";
    private const string Callback = "https://app.test/cb";

    private readonly HttpClient _http;

    public ProviderVisitor(Uri provider)
        => _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() }) { BaseAddress = provider };

    public static string Sid(string idToken)
    {
        using var claims = JsonDocument.Parse(WebEncoders.Base64UrlDecode(idToken.Split('.')[1]));
        return claims.RootElement.GetProperty("sid").GetString()!;
    }

    /// <summary>The page, and then the form, which is the step that counts: returns what sends it.</summary>
    public async Task<Func<Task>> PrepareSignInAsync()
    {
        var fields = await FormAsync("/account/login");
        (fields["Username"], fields["Password"]) = ("alice", Provider.Password);
        return async () => await PostAsync("/account/login", fields, HttpStatusCode.SeeOther);
    }

    public async Task<string> AuthorizeAsync(string client)
    {
        var location = await LocationAsync(await _http.GetAsync(QueryHelpers.AddQueryString("/connect/authorize", new Dictionary<string, string?>
        {
            ["client_id"] = client,
            ["redirect_uri"] = Callback,
            ["response_type"] = "code",
            ["scope"] = "openid orders",
            ["nonce"] = "n",
            ["state"] = "s",
            ["code_challenge"] = WebEncoders.Base64UrlEncode(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Verifier))),
            ["code_challenge_method"] = "S256",
        })));
        return QueryHelpers.ParseQuery(new Uri(location).Query)["code"].ToString() is { Length: > 0 } code ? code : throw new InvalidOperationException(location);
    }

    public async Task<(string IdToken, string AccessToken)> RedeemAsync(string client, string code)
    {
        using var answer = await SendJsonAsync("/connect/token", new()
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = Callback,
            ["code_verifier"] = Verifier,
            ["client_id"] = client,
            ["client_secret"] = "secret",
        });
        return (answer.RootElement.GetProperty("id_token").GetString()!, answer.RootElement.GetProperty("access_token").GetString()!);
    }

    /// <summary>Asks as the API.</summary>
    public async Task<bool> IntrospectAsync(string token)
    {
        using var answer = await SendJsonAsync("/connect/introspect", new() { ["token"] = token, ["client_id"] = "orders", ["client_secret"] = "secret" });
        return answer.RootElement.GetProperty("active").GetBoolean();
    }

    /// <summary>The application's sign-out: from its request until the browser is on its way back.</summary>
    public async Task EndSessionAsync(string idToken)
    {
        var page = await LocationAsync(await _http.GetAsync(QueryHelpers.AddQueryString("/connect/endsession", new Dictionary<string, string?>
        {
            ["id_token_hint"] = idToken,
            ["post_logout_redirect_uri"] = "https://app.test/bye",
        })));
        var back = await LocationAsync(await _http.GetAsync(page));
        if (back != "https://app.test/bye")
            throw new InvalidOperationException($"The sign-out led to {back}.");
    }

    /// <summary>A token for the management API.</summary>
    public async Task<string> OperatorTokenAsync()
    {
        using var answer = await SendJsonAsync("/connect/token", new()
        {
            ["grant_type"] = "client_credentials",
            ["scope"] = "identity.sessions.write",
            ["client_id"] = "operator",
            ["client_secret"] = "secret",
        });
        return answer.RootElement.GetProperty("access_token").GetString()!;
    }

    /// <summary>Returns the batch.</summary>
    public async Task<string> SignOutEverywhereAsync(string operatorToken, string sub)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/users/{Uri.EscapeDataString(sub)}/signout");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", operatorToken);
        using var answer = await _http.SendAsync(request);
        Require(answer, HttpStatusCode.Accepted);
        return Path.GetFileName(answer.Headers.Location!.ToString());
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonDocument> SendJsonAsync(string path, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        using var answer = await _http.PostAsync(path, content);
        Require(answer, HttpStatusCode.OK);
        return JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
    }

    private async Task<Dictionary<string, string>> FormAsync(string path)
    {
        var page = await _http.GetStringAsync(path);
        return new() { ["__RequestVerificationToken"] = Antiforgery().Match(page).Groups[1].Value };
    }

    private async Task PostAsync(string path, Dictionary<string, string> form, HttpStatusCode expected)
    {
        using var content = new FormUrlEncodedContent(form);
        using var answer = await _http.PostAsync(path, content);
        Require(answer, expected);
    }

    private static async Task<string> LocationAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Require(answer, HttpStatusCode.SeeOther);
            await answer.Content.CopyToAsync(Stream.Null);
            return answer.Headers.Location!.ToString();
        }
    }

    private static void Require(HttpResponseMessage answer, HttpStatusCode expected)
    {
        if (answer.StatusCode != expected)
            throw new InvalidOperationException($"{answer.RequestMessage!.RequestUri!.AbsolutePath} answered {(int)answer.StatusCode}, not {(int)expected}.");
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Antiforgery();
}
