using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Federation.Tests.Processes;

namespace Federation.Tests.FullServerLogout;

/// <summary>A person whose tokens the test can see: the code flow of any registered client, driven from outside.</summary>
internal sealed class TokenHolder(RealFederation apps, string user) : IDisposable
{
    private const string Verifier = "a-verifier-that-is-long-enough-for-rfc-7636-section-4.1";
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });

    public CookieJar Browser { get; } = new();

    /// <summary>Tokens of a client in this browser's session; the first time with a password.</summary>
    public async Task<TokenSet> TokensAsync(string client, string scope = "openid profile dataEventRecords offline_access")
    {
        var redirect = RedirectUri(client);
        var request = new Dictionary<string, string>
        {
            ["client_id"] = client,
            ["redirect_uri"] = redirect.AbsoluteUri,
            ["response_type"] = "code",
            ["scope"] = scope,
            ["state"] = "s",
            ["nonce"] = "n",
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
            ["code_challenge_method"] = "S256",
        };
        await Browser.OpenAsync(At("/connect/authorize?" + string.Join('&', request.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"))), redirect);
        if (Browser.Has("input[name=Password]"))
            await Browser.ClickAsync("form:has(input[name=Password]) button", new() { ["Username"] = user, ["Password"] = user }, redirect);
        var code = HttpUtility.ParseQueryString(Browser.Location.Query)["code"]
            ?? throw new InvalidOperationException($"No code at {Browser.Location}:\n{Browser.Page.Body?.TextContent}");

        using var answer = await TokenRequestAsync(client, new()
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = redirect.AbsoluteUri,
            ["code_verifier"] = Verifier,
        });
        answer.EnsureSuccessStatusCode();
        return TokenSet.Of(client, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    public Task<HttpResponseMessage> RefreshAsync(TokenSet tokens)
        => TokenRequestAsync(tokens.Client, new() { ["grant_type"] = "refresh_token", ["refresh_token"] = tokens.Refresh! });

    /// <summary>Signs out as the client's sign-out button does, and returns where the provider's redirect arrives.</summary>
    public async Task SignOutAsync(TokenSet tokens)
    {
        var back = PostLogoutUri(tokens.Client);
        await Browser.OpenAsync(At($"/connect/endsession?id_token_hint={tokens.Id}&post_logout_redirect_uri={Uri.EscapeDataString(back.AbsoluteUri)}"), back);
        Assert.StartsWith(back.AbsoluteUri, Browser.Location.AbsoluteUri, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Browser.Dispose();
        _http.Dispose();
    }

    private Task<HttpResponseMessage> TokenRequestAsync(string client, Dictionary<string, string> form)
    {
        form["client_id"] = client;
        if (client != "spa")
            form["client_secret"] = client + "-secret";
        return _http.PostAsync(At("/connect/token"), new FormUrlEncodedContent(form));
    }

    private Uri At(string path) => new(apps.Provider.Address, path);

    private Uri RedirectUri(string client) => client switch
    {
        "client-a" => new(apps.ClientA.Address, "/signin-oidc"),
        "client-b" => new(apps.ClientB.Address, "/signin-oidc"),
        "spa" => new(apps.ResourceApi.Address, "/app/callback"),
        _ => FullServer.ToolAddress,
    };

    private Uri PostLogoutUri(string client) => client switch
    {
        "client-a" => new(apps.ClientA.Address, "/signout-callback-oidc"),
        "client-b" => new(apps.ClientB.Address, "/signout-callback-oidc"),
        _ => new(apps.ResourceApi.Address, "/app/"),
    };
}
