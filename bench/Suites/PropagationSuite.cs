using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Bench.Harness;
using Shared.Logout;
using StackExchange.Redis;
using TestSupport;

namespace Bench.Suites;

/// <summary>How long a session lives on elsewhere after its logout was acknowledged.</summary>
internal sealed class PropagationSuite : IBenchSuite
{
    private const int Idle = 1000;
    private const int PerSecond = 1000;
    private static readonly TimeSpan Under = TimeSpan.FromSeconds(10);
    private readonly Keys _keys = new((ulong)Stopwatch.GetTimestamp());

    public string Name => "propagation";

    public string About => "from the acknowledgement at instance 1 to the first rejection at instance 2, another process, against a Redis round trip";

    public async Task RunAsync(Report report)
    {
        await using var redis = await RedisServer.StartAsync("--appendonly", "no");
        await using var follower = await ChildApp.StartAsync("follower", redis.ConnectionString);
        await using var instance = await Instance.StartAsync(redis.ConnectionString);
        using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var database = connection.GetDatabase();
        var heard = new ConcurrentDictionary<string, long>();
        var listening = ListenAsync(follower.Output, heard);

        // Warm-up, then a round trip and a logout in turn: the same moments of the machine for both.
        var (trips, idle, recording, whole) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var i = -200; i < Idle; i++)
        {
            if (i % 200 == 0)
                report.Doing($"{i} of {Idle} logouts, one by one");
            var start = Stopwatch.GetTimestamp();
            await database.StringGetAsync("nothing");
            var trip = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            start = Stopwatch.GetTimestamp();
            var (key, acknowledged) = await RecordAsync(instance);
            await Until.IsTrueAsync(() => heard.ContainsKey(key));
            if (i < 0)
                continue;
            trips.Add(trip);
            recording.Add(Stopwatch.GetElapsedTime(start, acknowledged).TotalMilliseconds);
            idle.Add(Delay(acknowledged, heard[key]));
            whole.Add(Delay(start, heard[key]));
        }

        report.Doing($"{PerSecond} logouts a second for {Under.TotalSeconds} s");
        var acknowledgements = await LoadAsync(instance);
        await Until.IsTrueAsync(() => acknowledgements.All(it => heard.ContainsKey(it.Key)));
        var loaded = new Sample(acknowledgements.Select(it => Delay(it.Value, heard[it.Key])));
        var (trip50, delay) = (new Sample(trips), new Sample(idle));
        report.Add("Redis round trip (GET)", "ms", trip50);
        report.Add("recording, until acknowledged", "ms", new Sample(recording));
        report.Add("idle: acknowledged at 1 to rejected at 2", "ms", delay);
        report.Add("idle: called at 1 to rejected at 2", "ms", new Sample(whole));
        report.Add($"under {PerSecond} logouts/s: acknowledged at 1 to rejected at 2", "ms", loaded);
        report.AtMost("idle p50 / round trip p50", 10, delay.Median / trip50.Median);
        report.AtMost("idle p99 / round trip p50", 50, delay.Percentile(99) / trip50.Median);
        report.AtMost("p99 under load, ms", 100, loaded.Percentile(99));
        report.Note($"{Idle} logouts one by one, then {PerSecond} a second for {Under.TotalSeconds} s. 0 ms: instance 2 rejected before instance 1 had its acknowledgement.");
        await follower.DisposeAsync();
        await listening;
    }

    // Both processes read the same monotonic clock of the machine.
    private static double Delay(long acknowledged, long rejected) => Math.Max(0, Stopwatch.GetElapsedTime(acknowledged, rejected).TotalMilliseconds);

    private async Task<(string Key, long Acknowledged)> RecordAsync(Instance instance)
    {
        RevocationKey key, token;
        lock (_keys)
            (key, token) = (_keys.Next(), _keys.Next());
        var later = TimeProvider.System.GetUtcNow().AddHours(1);
        await instance.Book.RecordAsync(token, later, [new(key, DateTimeOffset.MaxValue, later)], CancellationToken.None);
        return (key.ToString(), Stopwatch.GetTimestamp());
    }

    private async Task<ConcurrentDictionary<string, long>> LoadAsync(Instance instance)
    {
        var acknowledged = new ConcurrentDictionary<string, long>();
        var running = new List<Task>();
        var start = Stopwatch.GetTimestamp();
        for (var sent = 0; sent < PerSecond * Under.TotalSeconds;)
        {
            // As many as are due by now: the rate does not sink with the machine.
            var due = (int)(Stopwatch.GetElapsedTime(start).TotalSeconds * PerSecond);
            for (; sent < due; sent++)
            {
                running.Add(Task.Run(async () =>
                {
                    var (key, moment) = await RecordAsync(instance);
                    acknowledged[key] = moment;
                }));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }

        await Task.WhenAll(running);
        return acknowledged;
    }

    private static async Task ListenAsync(StreamReader output, ConcurrentDictionary<string, long> heard)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            heard[words[0]] = long.Parse(words[1], CultureInfo.InvariantCulture);
        }
    }
}
