using Shared.Logout.UnitTests.Door;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>A page that listens for server-sent events.</summary>
internal sealed class EventStream : IDisposable
{
    private readonly StreamReader _reader;

    private EventStream(HttpResponseMessage response, Stream body) => (Response, _reader) = (response, new StreamReader(body));

    public HttpResponseMessage Response { get; }

    /// <summary>Opens it and reads the greeting, so that it is known to listen.</summary>
    public static async Task<EventStream> OpenAsync(TestBrowser browser, string path = "/session-events")
    {
        var response = await browser.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var stream = new EventStream(response, await response.Content.ReadAsStreamAsync());
        Assert.Contains("event: session\n", await stream.ReadEventAsync(Eventually.Deadline), StringComparison.Ordinal);
        return stream;
    }

    /// <summary>The next event; comments are passed over.</summary>
    public async Task<string> ReadEventAsync(TimeSpan deadline)
    {
        using var late = new CancellationTokenSource(deadline);
        var lines = new List<string>();
        while (await _reader.ReadLineAsync(late.Token) is { } line)
        {
            if (line.Length == 0 && lines.Count > 0)
                return string.Join('\n', lines);
            if (line.Length > 0 && line[0] != ':')
                lines.Add(line);
        }

        throw new InvalidOperationException("The stream ended.");
    }

    public async Task<bool> IsOverAsync(TimeSpan deadline)
    {
        using var late = new CancellationTokenSource(deadline);
        return await _reader.ReadLineAsync(late.Token) is null;
    }

    public void Dispose()
    {
        _reader.Dispose();
        Response.Dispose();
    }
}
