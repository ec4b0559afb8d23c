using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bench.Harness;

/// <summary>A tab with an event stream, as cheap as it can be: one socket, and a read only while somebody waits for something.</summary>
internal sealed class OpenPage : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly StringBuilder _heard = new();

    private OpenPage()
    {
    }

    /// <summary>Returns when the server has sent the first event.</summary>
    public static async Task<OpenPage> OpenAsync(Uri stream, string cookie)
    {
        var page = new OpenPage();
        try
        {
            await page._socket.ConnectAsync(IPAddress.Loopback, stream.Port);
            await page._socket.SendAsync(Encoding.ASCII.GetBytes(
                $"GET {stream.AbsolutePath} HTTP/1.1\r\nHost: {stream.Authority}\r\nAccept: text/event-stream\r\nCookie: {cookie}\r\n\r\n"));
            await page.HearAsync("event: session\n");
            return page;
        }
        catch
        {
            page.Dispose();
            throw;
        }
    }

    /// <summary>Reads until <paramref name="text"/> has arrived, and returns when that was (<see cref="Stopwatch"/>).</summary>
    public async Task<long> HearAsync(string text)
    {
        var buffer = new byte[1024];
        while (!_heard.ToString().Contains(text, StringComparison.Ordinal))
        {
            var read = await _socket.ReceiveAsync(buffer.AsMemory());
            if (read == 0)
                throw new IOException($"The server closed the stream before it said {text}. It said: {_heard}");
            _heard.Append(Encoding.ASCII.GetString(buffer.AsSpan(0, read)));
        }

        var moment = Stopwatch.GetTimestamp();
        _heard.Clear();
        return moment;
    }

    public void Dispose() => _socket.Dispose();
}
