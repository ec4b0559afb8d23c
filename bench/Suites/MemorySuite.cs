using System.Diagnostics;
using Bench.Harness;
using Microsoft.Extensions.Logging.Abstractions;
using Shared.Logout;
using Shared.Logout.Redis;
using Shared.Logout.Storage;
using StackExchange.Redis;
using TestSupport;

namespace Bench.Suites;

/// <summary>What the replica weighs, and how long a start takes.</summary>
internal sealed class MemorySuite : IBenchSuite
{
    private const int Entries = 1_000_000;
    private const int PageSize = 1000;
    private const int Rounds = 5;

    public string Name => "memory";

    public string About => "bytes per revocation in memory; the first catch-up with 1,000,000 from Redis against a bare read of the same stream";

    public async Task RunAsync(Report report)
    {
        var (million, tenMillion) = (BytesPerRevocation(1_000_000), BytesPerRevocation(10_000_000));
        report.Add("replica, 1,000,000 revocations", "B/revocation", million);
        report.Add("replica, 10,000,000 revocations", "B/revocation", tenMillion);
        var worst = Enumerable.Range(0, 9).Max(step => BytesPerRevocation((int)(400_000 * Math.Pow(1.06, step))));
        report.Add("replica, worst of nine sizes between 400,000 and 640,000", "B/revocation", worst);
        report.AtMost("bytes per revocation, the worst of all sizes", 48, Math.Max(worst, Math.Max(million, tenMillion)));

        await using var redis = await RedisServer.StartAsync("--appendonly", "no");
        report.Doing("filling Redis");
        await FillAsync(redis);
        var (catchUp, bare) = (new List<double>(), new List<double>());
        for (var round = -1; round < Rounds; round++)
        {
            report.Doing($"catch-up, round {round + 1} of {Rounds}");
            var ours = await CatchUpAsync(redis);
            var theirs = await BareReadAsync(redis);
            if (round < 0)
                continue;
            catchUp.Add(ours);
            bare.Add(theirs);
        }

        report.Add("first catch-up with 1,000,000, connection included", "ms", new Sample(catchUp));
        report.Add("bare read of the same stream (XRANGE, pages of 1,000), connection included", "ms", new Sample(bare));
        report.AtMost("catch-up / bare read", 1.5, new Sample(catchUp.Zip(bare, (a, b) => a / b)).Median);
        report.Note($"Catch-up: {Rounds} rounds in turn. The bare read uses the same client, asks for the next page when the last has come, and looks at nothing but positions.");
    }

    private static double BytesPerRevocation(int count)
    {
        var (keys, expires) = (new Keys(7), TimeProvider.System.GetUtcNow().AddHours(1));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var replica = new RevocationTable(TimeProvider.System);
        for (var i = 0; i < count; i++)
            replica.Add(new Revocation(keys.Next(), DateTimeOffset.MaxValue, expires));
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(replica);
        return (double)bytes / count;
    }

    private static async Task FillAsync(RedisServer redis)
    {
        await using var store = new RedisRevocationStore(
            new RedisConnection(redis.ConnectionString, TimeProvider.System, NullLogger.Instance), new RedisNames(RedisNames.DefaultPrefix), TimeProvider.System,
            NullLogger<RedisRevocationStore>.Instance);
        var (keys, expires) = (new Keys(3), TimeProvider.System.GetUtcNow().AddHours(5));
        for (var done = 0; done < Entries; done += PageSize)
            await Task.WhenAll(Enumerable.Range(0, PageSize).Select(_ => store.RecordAsync(keys.Next(), expires, [new(keys.Next(), DateTimeOffset.MaxValue, expires)], default).AsTask()));
    }

    private static async Task<double> CatchUpAsync(RedisServer redis)
    {
        var start = Stopwatch.GetTimestamp();
        await using var instance = await Instance.StartAsync(redis.ConnectionString);
        var elapsed = Stopwatch.GetElapsedTime(start);
        return instance.Status.Count == Entries ? elapsed.TotalMilliseconds : throw new InvalidOperationException($"{instance.Status.Count} revocations after the catch-up.");
    }

    private static async Task<double> BareReadAsync(RedisServer redis)
    {
        var start = Stopwatch.GetTimestamp();
        using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var database = connection.GetDatabase();
        var (position, count) = ("-", 0);
        while (true)
        {
            var page = (RedisResult[])(await database.ExecuteAsync("XRANGE", new RedisNames(RedisNames.DefaultPrefix).Log, position, "+", "COUNT", PageSize))!;
            count += page.Length;
            if (page.Length < PageSize)
                break;
            position = "(" + (string)((RedisResult[])page[^1]!)[0]!;
        }

        var elapsed = Stopwatch.GetElapsedTime(start);
        return count == Entries ? elapsed.TotalMilliseconds : throw new InvalidOperationException($"{count} entries in the stream.");
    }
}
