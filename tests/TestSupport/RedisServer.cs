using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TestSupport;

/// <summary>
/// A real redis-server on a free port of this machine, with a directory of its own, that can be killed, restarted, emptied and paused.
/// It writes every command to disk before it answers, so that a kill loses nothing that was acknowledged.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = Until.Deadline;
    private static readonly string[] Places = ["/usr/bin/redis-server", "/usr/local/bin/redis-server", "/opt/homebrew/bin/redis-server"];
    private readonly string _directory = Directory.CreateTempSubdirectory("redis-").FullName;
    private readonly string[] _settings;
    private Process? _process;

    private RedisServer(int port, string[] settings) => (Port, _settings) = (port, settings);

    public int Port { get; }

    public string EndPoint => $"127.0.0.1:{Port}";

    /// <summary>What goes into <c>ConnectionStrings:Redis</c>.</summary>
    public string ConnectionString => EndPoint;

    public static Task<RedisServer> StartAsync(params string[] settings) => StartOnAsync(FreePort.Next(), settings);

    public static async Task<RedisServer> StartOnAsync(int port, params string[] settings)
    {
        var server = new RedisServer(port, settings);
        try
        {
            await server.LaunchAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    /// <summary>Starts again after <see cref="KillAsync"/>, with what was on disk.</summary>
    public Task RestartAsync() => LaunchAsync();

    /// <summary>Starts again after <see cref="KillAsync"/>, with nothing.</summary>
    public Task RestartEmptyAsync()
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(_directory).ToList())
        {
            if (Directory.Exists(entry))
                Directory.Delete(entry, recursive: true);
            else
                File.Delete(entry);
        }

        return LaunchAsync();
    }

    public Task FlushAllAsync() => CommandAsync("FLUSHALL");

    /// <summary>No client gets an answer for this long.</summary>
    public Task PauseAsync(TimeSpan duration) => CommandAsync("CLIENT", "PAUSE", $"{(long)duration.TotalMilliseconds}", "ALL");

    /// <summary>Cuts every client's connection, subscriptions too.</summary>
    public async Task CutConnectionsAsync()
    {
        await CommandAsync("CLIENT", "KILL", "TYPE", "normal");
        await CommandAsync("CLIENT", "KILL", "TYPE", "pubsub");
    }

    /// <summary>How often each command ran, from <c>INFO commandstats</c>, since <c>CONFIG RESETSTAT</c>.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CommandCountsAsync()
        => (await CommandAsync("INFO", "commandstats"))
            .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.StartsWith("cmdstat_", StringComparison.Ordinal))
            .Select(line => line["cmdstat_".Length..].Split(':', 2))
            .ToDictionary(parts => parts[0], parts => long.Parse(parts[1].Split("calls=")[1].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Runs one command on a connection of its own and returns the answer as text; an array's elements are on a line each.</summary>
    public Task<string> CommandAsync(params string[] words) => CommandAsync(Port, words);

    internal static async Task<string> CommandAsync(int port, params string[] words)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = client.GetStream();
        var request = new StringBuilder().Append('*').Append(words.Length).Append("\r\n");
        foreach (var word in words)
            request.Append('$').Append(Encoding.UTF8.GetByteCount(word)).Append("\r\n").Append(word).Append("\r\n");
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request.ToString()));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await ReadReplyAsync(reader);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task LaunchAsync()
    {
        _process?.Dispose();
        var start = new ProcessStartInfo(Executable()) { WorkingDirectory = _directory, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] settings =
        [
            "--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _directory, "--save", "", "--appendonly", "yes", "--appendfsync", "no",
            "--daemonize", "no", "--logfile", "redis.log", .. _settings,
        ];
        foreach (var setting in settings)
            start.ArgumentList.Add(setting);
        _process = Process.Start(start) ?? throw new InvalidOperationException("redis-server did not start.");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        var deadline = Stopwatch.StartNew();
        while (true)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"redis-server on port {Port} ended at once:\n{LogTail()}");
            try
            {
                if (await CommandAsync("PING") == "PONG")
                    return;
            }
            catch (Exception exception) when (exception is SocketException or IOException || IsLoading(exception))
            {
                // Not listening yet, or still reading its disk.
            }

            if (deadline.Elapsed > StartLimit)
                throw new TimeoutException($"redis-server on port {Port} did not answer within {StartLimit}:\n{LogTail()}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }
    }

    private static bool IsLoading(Exception exception)
        => exception is InvalidOperationException && exception.Message.Contains("LOADING", StringComparison.Ordinal);

    private string LogTail()
    {
        var log = Path.Combine(_directory, "redis.log");
        return File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(10)) : "(no log)";
    }

    internal static string Executable()
        => Places.FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("These tests need a real redis-server and found none. Install it (apt-get install redis-server), or run ./test.sh, which does.");

    private static async Task<string> ReadReplyAsync(StreamReader reader)
    {
        var line = await reader.ReadLineAsync() ?? throw new IOException("redis-server closed the connection.");
        switch (line[0])
        {
            case '-':
                throw new InvalidOperationException($"redis-server answered: {line[1..]}");
            case '$' when line != "$-1":
                var text = new char[int.Parse(line.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) + 2];
                await reader.ReadBlockAsync(text);
                return new string(text, 0, text.Length - 2);
            case '*' when line != "*-1":
                var parts = new List<string>();
                for (var left = int.Parse(line.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture); left > 0; left--)
                    parts.Add(await ReadReplyAsync(reader));
                return string.Join('\n', parts);
            default:
                return line[1..];
        }
    }
}
