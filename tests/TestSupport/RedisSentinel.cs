using System.Diagnostics;
using System.Net.Sockets;

namespace TestSupport;

/// <summary>A Redis master, its replica, and a sentinel that promotes the replica when the master is gone for a second.</summary>
public sealed class RedisSentinel : IAsyncDisposable
{
    private const string Service = "sessions";
    private readonly string _directory = Directory.CreateTempSubdirectory("sentinel-").FullName;
    private readonly int _port = FreePort.Next();
    private Process? _sentinel;
    private RedisServer? _replica;

    public RedisServer Master { get; private set; } = null!;

    public string ConnectionString => $"127.0.0.1:{_port},serviceName={Service}";

    public static async Task<RedisSentinel> StartAsync()
    {
        var redis = new RedisSentinel();
        try
        {
            redis.Master = await RedisServer.StartAsync();
            redis._replica = await RedisServer.StartAsync("--replicaof", "127.0.0.1", $"{redis.Master.Port}", "--repl-diskless-sync-delay", "0");
            await Until.IsTrueAsync(async () => (await redis._replica.CommandAsync("ROLE")).Contains("connected", StringComparison.Ordinal), what: "the replica follows");
            redis.StartSentinel();
            await Until.IsTrueAsync(async () => (await redis.AskAsync("SENTINEL", "replicas", Service)).Contains($"{redis._replica.Port}", StringComparison.Ordinal), what: "the sentinel knows the replica");
            return redis;
        }
        catch
        {
            await redis.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns when the replica has acknowledged everything that the master has.</summary>
    public async Task ReplicaHasAllAsync()
        => await Until.IsTrueAsync(async () => await Master.CommandAsync("WAIT", "1", "1000") == "1", what: "the replica has all");

    public Task TookOverAsync()
        => Until.IsTrueAsync(async () => (await AskAsync("SENTINEL", "get-master-addr-by-name", Service)).EndsWith($"{_replica!.Port}", StringComparison.Ordinal), what: "the replica is master");

    public async ValueTask DisposeAsync()
    {
        if (_sentinel is { HasExited: false })
        {
            _sentinel.Kill();
            await _sentinel.WaitForExitAsync();
        }

        _sentinel?.Dispose();
        foreach (var server in (RedisServer?[])[_replica, Master])
        {
            if (server is not null)
                await server.DisposeAsync();
        }

        Directory.Delete(_directory, recursive: true);
    }

    private async Task<string> AskAsync(params string[] words)
    {
        try
        {
            return await RedisServer.CommandAsync(_port, words);
        }
        catch (SocketException)
        {
            return ""; // not listening yet
        }
    }

    private void StartSentinel()
    {
        var file = Path.Combine(_directory, "sentinel.conf"); // the sentinel rewrites it
        File.WriteAllText(file, $"""
            port {_port}
            bind 127.0.0.1
            dir {_directory}
            logfile {Path.Combine(_directory, "sentinel.log")}
            sentinel monitor {Service} 127.0.0.1 {Master.Port} 1
            sentinel down-after-milliseconds {Service} 1000
            sentinel failover-timeout {Service} 5000

            """);
        _sentinel = Process.Start(new ProcessStartInfo(RedisServer.Executable(), [file, "--sentinel"]) { WorkingDirectory = _directory })
            ?? throw new InvalidOperationException("The sentinel did not start.");
    }
}
