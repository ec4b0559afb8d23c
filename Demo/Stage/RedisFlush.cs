using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Demo.Stage;

/// <summary>
/// Empties the Redis database of the demo, in Redis' own words: two lines of protocol do not justify the client library here.
/// </summary>
internal sealed class RedisFlush(TimeProvider time)
{
    private const int DefaultPort = 6379;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Null, or the sentence that says why it did not work.</summary>
    public async Task<string?> FlushAsync(string connection)
    {
        var parts = connection.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0 || parts.Count(part => !part.Contains('=', StringComparison.Ordinal)) != 1)
            return "This button knows one Redis server, and the demo was given another number of them.";
        if (Setting(parts, "ssl") is not null and not "false")
            return "This button does not speak TLS; use redis-cli.";
        var endpoint = parts.First(part => !part.Contains('=', StringComparison.Ordinal));
        var colon = endpoint.LastIndexOf(':');
        var host = colon < 0 ? endpoint : endpoint[..colon];
        var port = colon < 0 ? DefaultPort : int.Parse(endpoint[(colon + 1)..], CultureInfo.InvariantCulture);
        using var limit = new CancellationTokenSource(Patience, time);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, limit.Token);
            using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.UTF8);
            foreach (var command in Commands(parts))
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(Protocol(command)), limit.Token);
                if (await reader.ReadLineAsync(limit.Token) is not ['+', ..])
                    return $"Redis refused {command[0]}.";
            }

            return null;
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            return "Redis does not answer.";
        }
    }

    private static IEnumerable<string[]> Commands(string[] parts)
    {
        if (Setting(parts, "password") is { Length: > 0 } password)
            yield return Setting(parts, "user") is { Length: > 0 } user ? ["AUTH", user, password] : ["AUTH", password];
        if (Setting(parts, "defaultDatabase") is { Length: > 0 } number)
            yield return ["SELECT", number];
        yield return ["FLUSHDB"];
    }

    private static string? Setting(string[] parts, string name)
        => parts.Where(part => part.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase)).Select(part => part[(name.Length + 1)..]).FirstOrDefault();

    private static string Protocol(string[] words)
        => $"*{words.Length}\r\n{string.Concat(words.Select(word => $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n"))}";
}
