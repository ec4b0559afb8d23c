using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Shared.OpenIdConnect.Tests.Infra;

/// <summary>An OpenID Provider that signs everybody in as Alice. Correct as started; a test bends one answer.</summary>
public sealed class FakeProvider : IAsyncDisposable
{
    public const string ClientSecret = "the-secret";
    private readonly ConcurrentDictionary<string, PendingCode> _codes = new();
    private readonly ConcurrentDictionary<string, Dictionary<string, string>> _pushed = new();
    private WebApplication? _app;

    public string Issuer { get; private set; } = "";
    public List<TestKey> Keys { get; } = [TestKey.Rsa("key-1")];
    public ConcurrentQueue<string> Requests { get; } = new();
    public List<Dictionary<string, string>> AuthorizeRequests { get; } = [];
    public List<Dictionary<string, string>> TokenRequests { get; } = [];
    public List<Dictionary<string, string>> SignOutRequests { get; } = [];

    /// <summary>Set: the authorize endpoint answers in this way whatever it is asked.</summary>
    public Action<List<KeyValuePair<string, string>>> Answer { get; set; } = _ => { };
    public Action<IdTokenBuilder> IdToken { get; set; } = _ => { };
    public Action<JsonObject> Discovery { get; set; } = _ => { };
    public Action<JsonObject> TokenAnswer { get; set; } = _ => { };
    public Func<HttpContext, Task<bool>> Intercept { get; set; } = _ => Task.FromResult(false);
    public JsonObject UserInfo { get; set; } = new() { ["sub"] = "alice-1", ["name"] = "Alice", ["email"] = "alice@example.test" };
    public bool CheckPkce { get; set; } = true;

    public static async Task<FakeProvider> StartAsync(int port = 0)
    {
        var provider = new FakeProvider();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Limits.MaxRequestHeadersTotalSize = 128 * 1024).UseUrls($"http://127.0.0.1:{port}");
        var app = provider._app = builder.Build();
        app.Use(async (http, next) =>
        {
            provider.Requests.Enqueue(http.Request.Path);
            if (!await provider.Intercept(http))
                await next();
        });
        app.MapGet("/.well-known/openid-configuration", provider.Metadata);
        app.MapGet("/jwks", () => Results.Text(new JsonObject { ["keys"] = new JsonArray([.. provider.Keys.Select(k => k.Jwk())]) }.ToJsonString(), "application/json"));
        app.MapMethods("/authorize", ["GET", "POST"], (Delegate)provider.Authorize);
        app.MapPost("/par", (Delegate)provider.Push);
        app.MapPost("/token", (Delegate)provider.Token);
        app.MapGet("/userinfo", () => Results.Text(provider.UserInfo.ToJsonString(), "application/json"));
        app.MapMethods("/endsession", ["GET", "POST"], (Delegate)provider.EndSession);
        await app.StartAsync();
        provider.Issuer = app.Urls.Single();
        return provider;
    }

    public int Count(string path) => Requests.Count(p => p == path);

    public async ValueTask DisposeAsync() => await _app!.DisposeAsync();

    private IResult Metadata()
    {
        var document = new JsonObject
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = Issuer + "/authorize",
            ["token_endpoint"] = Issuer + "/token",
            ["userinfo_endpoint"] = Issuer + "/userinfo",
            ["end_session_endpoint"] = Issuer + "/endsession",
            ["jwks_uri"] = Issuer + "/jwks",
            ["scopes_supported"] = new JsonArray("openid", "profile"),
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256", "ES256"),
            ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_basic", "client_secret_post"),
            ["authorization_response_iss_parameter_supported"] = true,
        };
        Discovery(document);
        return Results.Text(document.ToJsonString(), "application/json");
    }

    private async Task<IResult> Authorize(HttpContext http)
    {
        var request = await ParametersAsync(http.Request);
        if (request.TryGetValue("request_uri", out var uri) && _pushed.TryRemove(uri, out var pushed))
            request = pushed;
        AuthorizeRequests.Add(request);
        var code = Guid.NewGuid().ToString("N");
        _codes[code] = new(request["client_id"], request["redirect_uri"], request.GetValueOrDefault("nonce"), request.GetValueOrDefault("code_challenge"));
        List<KeyValuePair<string, string>> answer = [new("code", code), new("state", request["state"]), new("iss", Issuer)];
        Answer(answer);
        if (request.GetValueOrDefault("response_mode") != "form_post")
            return Results.Redirect(QueryHelpers.AddQueryString(request["redirect_uri"], answer.Select(p => KeyValuePair.Create(p.Key, (string?)p.Value))));
        var fields = string.Concat(answer.Select(p => $"""<input name="{p.Key}" value="{HtmlEncoder.Default.Encode(p.Value)}">"""));
        return Results.Text($"""<form method="post" action="{request["redirect_uri"]}">{fields}</form>""", "text/html");
    }

    private async Task<IResult> Push(HttpContext http)
    {
        var request = await ParametersAsync(http.Request);
        if (request.GetValueOrDefault("client_secret") != ClientSecret)
            return Error("invalid_client", 401);
        var uri = "urn:ietf:params:oauth:request_uri:" + Guid.NewGuid().ToString("N");
        _pushed[uri] = request;
        return Results.Json(new { request_uri = uri, expires_in = 60 }, statusCode: 201);
    }

    private async Task<IResult> Token(HttpContext http)
    {
        var request = await ParametersAsync(http.Request);
        TokenRequests.Add(request);
        var (client, secret) = (request.GetValueOrDefault("client_id"), request.GetValueOrDefault("client_secret"));
        if (http.Request.Headers.Authorization.ToString() is ['B', 'a', 's', 'i', 'c', ' ', .. var basic])
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(basic)).Split(':');
            (client, secret) = (Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair[1]));
            request["basic"] = "yes";
        }

        if (secret != ClientSecret && client != "public")
            return Error("invalid_client", 401);
        if (!_codes.TryRemove(request["code"], out var pending) || pending.ClientId != client || pending.RedirectUri != request["redirect_uri"] || !Proves(pending, request))
            return Error("invalid_grant", 400);
        var id = new IdTokenBuilder(Keys[^1], Issuer, pending.ClientId, pending.Nonce, TimeProvider.System.GetUtcNow());
        IdToken(id);
        var answer = new JsonObject
        {
            ["access_token"] = "access-" + request["code"],
            ["token_type"] = "Bearer",
            ["expires_in"] = 300,
            ["refresh_token"] = "refresh-" + request["code"],
            ["id_token"] = id.Build(),
        };
        TokenAnswer(answer);
        return Results.Text(answer.ToJsonString(), "application/json");
    }

    private async Task<IResult> EndSession(HttpContext http)
    {
        var request = await ParametersAsync(http.Request);
        SignOutRequests.Add(request);
        return Results.Redirect(QueryHelpers.AddQueryString(request["post_logout_redirect_uri"], "state", request["state"]));
    }

    private bool Proves(PendingCode pending, Dictionary<string, string> request)
        => !CheckPkce || pending.Challenge is null || (request.TryGetValue("code_verifier", out var verifier)
           && pending.Challenge == Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))));

    private static IResult Error(string code, int status)
        => Results.Text(new JsonObject { ["error"] = code, ["error_description"] = "line\r\nbreak" }.ToJsonString(), "application/json", Encoding.UTF8, status);

    private static async Task<Dictionary<string, string>> ParametersAsync(HttpRequest request)
        => HttpMethods.IsPost(request.Method)
            ? (await request.ReadFormAsync()).ToDictionary(p => p.Key, p => p.Value.ToString())
            : request.Query.ToDictionary(p => p.Key, p => p.Value.ToString());
}
