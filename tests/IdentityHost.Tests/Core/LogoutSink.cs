using System.Collections.Concurrent;
using System.Net;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IdentityHost.Tests.Core;

/// <summary>All clients of a test as one real server: each has a path of its own, remembers what it got and answers as the test says.</summary>
internal sealed class LogoutSink : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _answers = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _hanging = new();
    private readonly ConcurrentQueue<ReceivedLogout> _received = new();

    private LogoutSink(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public IReadOnlyCollection<ReceivedLogout> Received => _received;

    public static async Task<LogoutSink> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var sink = new LogoutSink(app);
        app.MapPost("/{client}/logout", sink.ReceiveAsync);
        await app.StartAsync();
        return sink;
    }

    /// <summary>From now on this client answers so; null: 200 again.</summary>
    public void Answer(string clientId, Func<HttpContext, Task>? answer)
    {
        _answers[clientId] = answer ?? (_ => Task.CompletedTask);
        if (_hanging.TryRemove(clientId, out var hanging))
            hanging.SetResult();
    }

    public void Answer(string clientId, int status) => Answer(clientId, http =>
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    /// <summary>From now on this client does not answer. When it is to answer again, the connections that hang break.</summary>
    public void Hang(string clientId)
    {
        var over = new TaskCompletionSource();
        Answer(clientId, async http =>
        {
            await Task.WhenAny(over.Task, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted));
            http.Abort();
        });
        _hanging[clientId] = over;
    }

    public IReadOnlyList<ReceivedLogout> Of(string clientId, string? sid = null)
        => [.. _received.Where(logout => logout.ClientId == clientId && (sid is null || logout.Sid == sid))];

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext http, string client)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        var form = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(body);
        _received.Enqueue(new ReceivedLogout(
            client, form["logout_token"].ToString(), http.Request.Headers["Logout-Delivery-Id"], http.Request.Headers["Logout-Delivery-Attempt"],
            http.Request.Headers.TraceParent, body, TimeProvider.System.GetUtcNow()));
        if (_answers.TryGetValue(client, out var answer))
            await answer(http);
    }
}
