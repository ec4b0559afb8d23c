using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Shared.Logout.Testing;

/// <summary>
/// An OpenID provider as a back-channel client sees it: discovery, keys and token revocation over real HTTP on a free port of this
/// machine. It can rotate and withdraw keys, fail in several ways, and counts what it is asked.
/// </summary>
public sealed class FakeProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly List<JsonObject> _published = [];
    private readonly ConcurrentQueue<IReadOnlyDictionary<string, string>> _revoked = new();
    private readonly Lock _gate = new();
    private int _discoveryFetches;
    private int _keyFetches;

    private FakeProvider(WebApplication app, TimeProvider time, FakeSigningKey key)
    {
        (_app, _time, SigningKey) = (app, time, key);
        _published.Add(key.ToJwk());
    }

    /// <summary>The issuer, which is also the authority to configure.</summary>
    public string Issuer { get; private set; } = "";

    /// <summary>The key with which the provider signs now.</summary>
    public FakeSigningKey SigningKey { get; private set; }

    /// <summary>The discovery document, free to change.</summary>
    public JsonObject Discovery { get; private set; } = [];

    /// <summary>Answers discovery requests with this status. Default: 200.</summary>
    public int DiscoveryStatus { get; set; } = StatusCodes.Status200OK;

    /// <summary>Answers key requests with this status. Default: 200.</summary>
    public int KeysStatus { get; set; } = StatusCodes.Status200OK;

    /// <summary>Answers key requests with these bytes instead of the keys. Default: null.</summary>
    public byte[]? KeysBody { get; set; }

    /// <summary>Answers revocation requests with this status. Default: 200.</summary>
    public int RevocationStatus { get; set; } = StatusCodes.Status200OK;

    /// <summary>Awaited before every answer. Default: nothing to wait for.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    /// <summary>How often the discovery document was asked for.</summary>
    public int DiscoveryFetches => Volatile.Read(ref _discoveryFetches);

    /// <summary>How often the keys were asked for.</summary>
    public int KeyFetches => Volatile.Read(ref _keyFetches);

    /// <summary>The forms that were posted to the revocation endpoint (RFC 7009).</summary>
    public IReadOnlyCollection<IReadOnlyDictionary<string, string>> Revoked => _revoked;

    /// <summary>Starts a provider with one RS256 key.</summary>
    /// <param name="time">The clock of its tokens. Default: the system's.</param>
    /// <param name="key">The first signing key. Default: a new RSA key.</param>
    public static async Task<FakeProvider> StartAsync(TimeProvider? time = null, FakeSigningKey? key = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var provider = new FakeProvider(app, time ?? TimeProvider.System, key ?? FakeSigningKey.Rsa());
        app.MapGet("/.well-known/openid-configuration", provider.AnswerDiscoveryAsync);
        app.MapGet("/jwks", provider.AnswerKeysAsync);
        app.MapPost("/revocation", provider.AnswerRevocationAsync);
        app.MapGet("/redirect", (HttpContext http) => http.Response.Redirect(http.Request.Query["to"]!));
        await app.StartAsync();
        provider.Issuer = app.Urls.Single();
        provider.Discovery = new JsonObject
        {
            ["issuer"] = provider.Issuer,
            ["jwks_uri"] = provider.Issuer + "/jwks",
            ["revocation_endpoint"] = provider.Issuer + "/revocation",
            ["backchannel_logout_supported"] = true,
            ["backchannel_logout_session_supported"] = true,
        };
        return provider;
    }

    /// <summary>A valid logout token of this provider for <paramref name="clientId"/>.</summary>
    public LogoutTokenBuilder LogoutToken(string clientId) => new(Issuer, clientId, SigningKey, _time);

    /// <summary>Publishes a new key beside the others and signs with it from now on.</summary>
    public FakeSigningKey Rotate()
    {
        SigningKey = FakeSigningKey.Rsa();
        Publish(SigningKey.ToJwk());
        return SigningKey;
    }

    /// <summary>Publishes a key, of any quality, beside the others.</summary>
    public void Publish(JsonObject jwk)
    {
        lock (_gate)
            _published.Add(jwk);
    }

    /// <summary>Stops publishing every key with this <c>kid</c>.</summary>
    public void Withdraw(string keyId)
    {
        lock (_gate)
            _published.RemoveAll(k => (string?)k["kid"] == keyId);
    }

    /// <summary>Stops the provider.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerDiscoveryAsync(HttpContext http)
    {
        Interlocked.Increment(ref _discoveryFetches);
        await AnswerAsync(http, DiscoveryStatus, Encoding.UTF8.GetBytes(Discovery.ToJsonString()));
    }

    private async Task AnswerKeysAsync(HttpContext http)
    {
        Interlocked.Increment(ref _keyFetches);
        byte[] keys;
        lock (_gate)
            keys = Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = new JsonArray([.. _published.Select(k => k.DeepClone())]) }.ToJsonString());
        await AnswerAsync(http, KeysStatus, KeysBody ?? keys);
    }

    private async Task AnswerRevocationAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        var fields = form.ToDictionary(f => f.Key, f => f.Value.ToString());
        if (http.Request.Headers.Authorization is [{ } authorization])
            fields["Authorization"] = authorization;
        var status = RevocationStatus;      // first: whoever sees the request may set the next one's answer
        _revoked.Enqueue(fields);
        await AnswerAsync(http, status, []);
    }

    private async Task AnswerAsync(HttpContext http, int status, byte[] body)
    {
        await Hold.WaitAsync(http.RequestAborted);
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.Headers.Date = _time.GetUtcNow().ToString("R");
        await http.Response.Body.WriteAsync(body);
    }
}
