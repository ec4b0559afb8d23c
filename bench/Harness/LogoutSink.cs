using System.Globalization;

namespace Bench.Harness;

/// <summary>The process of all clients, and what the suites ask of it.</summary>
internal sealed class LogoutSink : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly ChildApp _app;

    private LogoutSink(ChildApp app) => (_app, _http) = (app, new HttpClient { BaseAddress = new(app.Ready) });

    public string Address => _app.Ready;

    public static async Task<LogoutSink> StartAsync() => new(await ChildApp.StartAsync("logout-sink"));

    public Task ResetAsync() => PostAsync("reset");

    /// <summary>From now on this client's requests stay open.</summary>
    public Task HangAsync(string client) => PostAsync("hang/" + client);

    public Task ReleaseAsync() => PostAsync("release");

    /// <summary>Requests, and different deliveries among them.</summary>
    public async Task<(int Posts, int Deliveries)> CountAsync()
    {
        var numbers = (await _http.GetStringAsync("counts")).Split(' ');
        return (int.Parse(numbers[0], CultureInfo.InvariantCulture), int.Parse(numbers[1], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private async Task PostAsync(string path)
    {
        using var answer = await _http.PostAsync(path, null);
        answer.EnsureSuccessStatusCode();
    }
}
