using System.Collections.Concurrent;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using TestSupport;

namespace IdentityHost.Tests.Provider;

/// <summary>The back-channel address of several clients, as a real server. The query says which client it is.</summary>
internal sealed class LogoutReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Client, string Token)> _received = new();

    private LogoutReceiver(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public static LogoutReceiver Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new LogoutReceiver(builder.Build());
        receiver._app.MapPost("/logout", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            receiver._received.Enqueue((request.Query["client"].ToString(), form["logout_token"].ToString()));
            return Results.Ok();
        });
        receiver._app.Start();
        return receiver;
    }

    /// <summary>Whether this client has been told about this session by now.</summary>
    public bool HasToken(string client, string sid) => Find(client, sid) is not null;

    /// <summary>Waits for the token that this client is sent about this session.</summary>
    public Task<string> TokenAsync(string client, string sid)
        => Until.FindsAsync(() => Task.FromResult(Find(client, sid)), what: $"{client} is told");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private string? Find(string client, string sid)
        => _received.FirstOrDefault(each => each.Client == client && Jwt.Payload(each.Token).GetProperty("sid").GetString() == sid).Token;
}
