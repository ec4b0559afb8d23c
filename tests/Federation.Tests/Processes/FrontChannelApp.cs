using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Federation.Tests.Processes;

/// <summary>An application that has a front channel only, on a port and so an origin of its own. It writes down what browsers ask it for.</summary>
internal sealed class FrontChannelApp : IAsyncDisposable
{
    public const string Secret = "front-secret";
    private const string Verifier = "a-code-verifier-that-is-long-enough-for-the-rules";

    private readonly WebApplication _app;
    private readonly string _id;

    private FrontChannelApp(WebApplication app, string id) => (_app, _id) = (app, id);

    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>While it is set, the front-channel page does not answer.</summary>
    public TaskCompletionSource? Hangs { get; set; }

    public string Callback => Root + "/cb";

    public string Out => Root + "/out?keep=1";

    public string Bye => Root + "/bye";

    /// <summary>An address at which there is nothing: for an application that was taken down and is still registered with a back channel.</summary>
    public string Nowhere => Root + "/taken/down";

    private string Root => _app.Urls.Single();

    public static async Task<FrontChannelApp> StartAsync(string id)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = new FrontChannelApp(builder.Build(), id);
        app._app.MapGet("/{page}", app.AnswerAsync);
        await app._app.StartAsync();
        return app;
    }

    /// <summary>Where its sign-in begins.</summary>
    public Uri SignIn(Uri provider) => new(QueryHelpers.AddQueryString(new Uri(provider, "/connect/authorize").ToString(), new Dictionary<string, string?>
    {
        ["client_id"] = _id,
        ["redirect_uri"] = Callback,
        ["response_type"] = "code",
        ["scope"] = "openid",
        ["state"] = "s",
        ["nonce"] = "n",
        ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
        ["code_challenge_method"] = "S256",
    }));

    /// <summary>The sign-out address, with the ID token that the code at the callback's address gives.</summary>
    public async Task<Uri> SignOutAsync(Uri provider, string callback)
    {
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = QueryHelpers.ParseQuery(new Uri(callback).Query)["code"].ToString(),
            ["redirect_uri"] = Callback,
            ["code_verifier"] = Verifier,
            ["client_id"] = _id,
            ["client_secret"] = Secret,
        });
        using var answer = await http.PostAsync(new Uri(provider, "/connect/token"), form);
        var tokens = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return new(QueryHelpers.AddQueryString(new Uri(provider, "/connect/endsession").ToString(), new Dictionary<string, string?>
        {
            ["id_token_hint"] = tokens.GetProperty("id_token").GetString(),
            ["post_logout_redirect_uri"] = Bye,
        }));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http, string page)
    {
        if (page == "favicon.ico")      // browsers ask for it when they like
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        Asked.Enqueue(page + http.Request.QueryString);
        if (page == "out" && Hangs is { } hangs)
            await Task.WhenAny(hangs.Task, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted));
        http.Response.ContentType = "text/html";
        await http.Response.WriteAsync($"<!DOCTYPE html><title>{_id}</title><h1 id={page}>{_id}</h1>");
    }
}
