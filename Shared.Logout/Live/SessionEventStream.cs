using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Shared.Logout.Live;

/// <summary>One page that listens (Server-Sent Events). Heartbeat and end may meet, so one writes at a time.</summary>
#pragma warning disable CA1001 // A heartbeat may come while the page leaves, and must find the semaphore; without a wait handle it holds nothing to release.
internal sealed class SessionEventStream(HttpResponse response)
#pragma warning restore CA1001
{
    private static readonly ReadOnlyMemory<byte> s_heartbeat = ": \n\n"u8.ToArray();
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.Default };
    private readonly SemaphoreSlim _writing = new(1, 1);

    public Task OpenAsync(string session, CancellationToken cancellationToken)
        => WriteAsync($"retry: 3000\nevent: session\ndata: {new JsonObject { ["session"] = session }.ToJsonString(s_json)}\n\n", cancellationToken);

    public Task EndAsync(SessionEnd end, CancellationToken cancellationToken)
    {
        // JSON escapes line breaks, so no value can start a field of its own.
        var data = new JsonObject { ["reason"] = end.Reason, ["initiatedBy"] = end.InitiatedBy, ["time"] = end.At.ToString("O") };
        return WriteAsync($"event: session-ended\ndata: {data.ToJsonString(s_json)}\n\n", cancellationToken);
    }

    /// <summary>Writes a comment; a page that is busy, slow or gone is passed over.</summary>
    public void Beat()
    {
        if (_writing.Wait(0))
            _ = BeatAsync();
    }

    /// <summary>Lets a heartbeat that is under way finish, and no other begin: the server lends the response to the next request.</summary>
    public Task CloseAsync() => _writing.WaitAsync(CancellationToken.None);

    private async Task BeatAsync()
    {
        try
        {
            await response.Body.WriteAsync(s_heartbeat, response.HttpContext.RequestAborted);
            await response.Body.FlushAsync(response.HttpContext.RequestAborted);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The page was closed; its request ends by itself.
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await response.WriteAsync(text, cancellationToken);
            await response.Body.FlushAsync(cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }
}
