using System.Diagnostics;

namespace TestSupport;

/// <summary>Three masters on this machine that share the slots, without replicas.</summary>
public sealed class RedisCluster : IAsyncDisposable
{
    private const int Slots = 16384;
    private static readonly TimeSpan JoinLimit = Until.Deadline;
    private readonly List<RedisServer> _masters = [];

    public IReadOnlyList<RedisServer> Masters => _masters;

    public string ConnectionString => string.Join(',', _masters.Select(master => master.EndPoint));

    /// <summary>Starts the three. <paramref name="nodeTimeout"/>: after how many milliseconds without an answer the others take one of them for dead.</summary>
    public static async Task<RedisCluster> StartAsync(int nodeTimeout = 5000)
    {
        var cluster = new RedisCluster();
        try
        {
            for (var i = 0; i < 3; i++)
            {
                var port = FreePort.Block(2);
                cluster._masters.Add(await RedisServer.StartOnAsync(
                    port, "--cluster-enabled", "yes", "--cluster-port", $"{port + 1}", "--cluster-node-timeout", $"{nodeTimeout}"));
            }

            await cluster.JoinAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The master that has the slot of <paramref name="key"/>.</summary>
    public async Task<RedisServer> MasterOfAsync(string key)
    {
        var slot = int.Parse(await _masters[0].CommandAsync("CLUSTER", "KEYSLOT", key), System.Globalization.CultureInfo.InvariantCulture);
        return _masters[Enumerable.Range(0, _masters.Count).First(i => slot < Slots * (i + 1) / _masters.Count)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var master in _masters)
            await master.DisposeAsync();
    }

    private async Task JoinAsync()
    {
        for (var i = 0; i < _masters.Count; i++)
        {
            await _masters[i].CommandAsync("CLUSTER", "ADDSLOTSRANGE", $"{Slots * i / _masters.Count}", $"{(Slots * (i + 1) / _masters.Count) - 1}");
            await _masters[i].CommandAsync("CLUSTER", "SET-CONFIG-EPOCH", $"{i + 1}");
            if (i > 0)
                await _masters[i].CommandAsync("CLUSTER", "MEET", "127.0.0.1", $"{_masters[0].Port}", $"{_masters[0].Port + 1}");
        }

        var deadline = Stopwatch.StartNew();
        foreach (var master in _masters)
        {
            while (!IsWhole(await master.CommandAsync("CLUSTER", "INFO")))
            {
                if (deadline.Elapsed > JoinLimit)
                    throw new TimeoutException($"The three Redis masters did not become a cluster within {JoinLimit}.");
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
            }
        }
    }

    private static bool IsWhole(string info)
        => info.Contains("cluster_state:ok", StringComparison.Ordinal) && info.Contains("cluster_known_nodes:3", StringComparison.Ordinal)
        && info.Contains("cluster_slots_ok:16384", StringComparison.Ordinal);
}
