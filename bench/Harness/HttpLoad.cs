using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Bench.Harness;

/// <summary>Keeps a number of connections busy with ready-made requests, one at a time on each. As little work as possible, so that the server's share is most.</summary>
internal static class HttpLoad
{
    public sealed record Result(long Requests, TimeSpan Elapsed)
    {
        public double PerSecond => Requests / Elapsed.TotalSeconds;
    }

    /// <param name="server">The server's address.</param>
    /// <param name="connections">How many at once.</param>
    /// <param name="next">The next request, or null at the end. Called by all connections.</param>
    /// <param name="status">What every answer must be.</param>
    public static async Task<Result> RunAsync(Uri server, int connections, Func<ReadOnlyMemory<byte>?> next, string status)
    {
        var sockets = new List<Socket>();
        for (var i = 0; i < connections; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, server.Port);
            sockets.Add(socket);
        }

        var total = 0L;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(sockets.Select(socket => Task.Run(async () =>
        {
            var count = await KeepBusyAsync(socket, next, $"HTTP/1.1 {status}");
            Interlocked.Add(ref total, count);
        })));
        watch.Stop();
        foreach (var socket in sockets)
            socket.Dispose();
        return new(total, watch.Elapsed);
    }

    /// <summary>The same request until the time is over.</summary>
    public static Task<Result> RunAsync(Uri server, int connections, ReadOnlyMemory<byte> request, TimeSpan duration, string status)
    {
        var watch = Stopwatch.StartNew();
        // Without the cast, null would become an empty request, because an array converts to memory and null to an array.
        return RunAsync(server, connections, () => watch.Elapsed < duration ? request : (ReadOnlyMemory<byte>?)null, status);
    }

    private static async Task<long> KeepBusyAsync(Socket socket, Func<ReadOnlyMemory<byte>?> next, string status)
    {
        var buffer = new byte[16 * 1024];
        var count = 0L;
        while (next() is { } request)
        {
            await socket.SendAsync(request);
            var held = 0;
            while (true)
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(held));
                if (read == 0)
                    throw new IOException("The server closed a connection.");
                held += read;
                if (IsComplete(buffer.AsSpan(0, held), status))
                    break;
            }

            count++;
        }

        return count;
    }

    private static bool IsComplete(ReadOnlySpan<byte> answer, string status)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        if (!System.Text.Ascii.Equals(answer[..Math.Min(status.Length, answer.Length)], status))
            throw new InvalidOperationException($"Expected {status}, got {System.Text.Encoding.Latin1.GetString(answer[..end])}");
        if (status.EndsWith("204", StringComparison.Ordinal))
            return true;
        var name = "Content-Length: "u8;
        var at = answer[..end].IndexOf(name);
        if (at < 0)
            return answer[^5..].SequenceEqual("0\r\n\r\n"u8); // chunked
        return System.Buffers.Text.Utf8Parser.TryParse(answer[(at + name.Length)..], out int length, out _) && answer.Length >= end + 4 + length;
    }
}
