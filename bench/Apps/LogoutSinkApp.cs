using System.Collections.Concurrent;
using Bench.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bench.Apps;

/// <summary>All clients of a provider: answers 200 to every logout token, counts them, and can leave one client's without an answer.</summary>
internal sealed class LogoutSinkApp : IBenchApp
{
    public const string DeliveryHeader = "Logout-Delivery-Id";

    private readonly ConcurrentDictionary<string, byte> _deliveries = new();
    private volatile TaskCompletionSource _released = new();
    private volatile string? _hangs;
    private int _posts;

    public string Name => "logout-sink";

    public Task<int> RunAsync(string[] args)
    {
        var app = WebAppHost.Create().Build();
        app.MapPost("/{client}/logout", ReceiveAsync);
        app.MapGet("/counts", () => $"{_posts} {_deliveries.Count}");
        app.MapPost("/reset", () =>
        {
            _deliveries.Clear();
            _posts = 0;
        });
        app.MapPost("/hang/{client}", (string client) => _hangs = client);
        app.MapPost("/release", () =>
        {
            _hangs = null;
            Interlocked.Exchange(ref _released, new()).SetResult();
        });
        return WebAppHost.RunAsync(app);
    }

    private async Task ReceiveAsync(HttpContext http, string client)
    {
        await http.Request.Body.CopyToAsync(Stream.Null);
        if (client == _hangs)
            await Task.WhenAny(_released.Task, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted));
        Interlocked.Increment(ref _posts);
        if (http.Request.Headers[DeliveryHeader] is [{ } id])
            _deliveries.TryAdd(id, 0);
    }
}
