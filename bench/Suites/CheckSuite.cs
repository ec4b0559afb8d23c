using System.Collections.Concurrent;
using System.Diagnostics;
using Bench.Harness;
using Bench.Peers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shared.Logout;
using Shared.Logout.Sessions;
using Shared.Logout.Storage;
using StackExchange.Redis;
using TestSupport;

namespace Bench.Suites;

/// <summary>The price of one decision.</summary>
internal sealed class CheckSuite : IBenchSuite
{
    private const int Revocations = 1_000_000;
    private const int Sessions = 1 << 16;
    // Short rounds, so that most of them are over before the machine takes the processor away for something else.
    private const int Rounds = 301;
    private const int WarmUp = 40;
    private const int Decisions = 1 << 16;
    private readonly Keys _keys = new(seed: 1);

    public string Name => "check";

    public string About => "one guard decision with 1,000,000 live revocations, for a session that is not revoked";

    public async Task RunAsync(Report report)
    {
        report.Doing($"filling three tables with {Revocations:N0} revocations");
        using var host = InMemoryHost();
        await host.StartAsync();
        var book = host.Services.GetRequiredService<IRevocationBook>();
        var replica = host.Services.GetRequiredService<RevocationTable>();
        var floor = new ConcurrentDictionary<RevocationKey, long>();
        var floorByLow = new ConcurrentDictionary<RevocationKey, long>(new ByLow());
        var expires = TimeProvider.System.GetUtcNow().AddHours(10);
        for (var i = 0; i < Revocations; i++)
        {
            var key = _keys.Next();
            replica.Add(new Revocation(key, DateTimeOffset.MaxValue, expires));
            floor[key] = floorByLow[key] = long.MaxValue;
        }

        // A session with sid and sub asks for three keys; the floor is one look-up.
        var stamps = Enumerable.Range(0, Sessions).Select(_ => new SessionStamp(_keys.Next(), _keys.Next(), _keys.Next(), 1)).ToArray();
        var (ours, dictionary, dictionaryByLow) = (new List<double>(), new List<double>(), new List<double>());
        long bytes = 0;
        for (var round = -WarmUp; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var (a, found) = Measure(() => Ours(book, stamps));
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            var (b, _) = Measure(() => Floor(floor, stamps));
            var (c, _) = Measure(() => Floor(floorByLow, stamps));
            if (found != 0)
                throw new InvalidOperationException("A session was found revoked that is not.");
            if (round % 50 == 0)
                report.Doing($"round {round} of {Rounds}");
            if (round < 0)
                continue; // tiered compilation
            ours.Add(a);
            dictionary.Add(b);
            dictionaryByLow.Add(c);
            bytes = Math.Max(bytes, allocated);
        }

        var get = await RedisGetAsync(stamps);
        var scan = ListScan();
        var (mine, lowest) = (new Sample(ours), new Sample(new Sample(dictionary).Median < new Sample(dictionaryByLow).Median ? dictionary : dictionaryByLow));
        report.Add("ours, three keys, through the book", "ns", mine);
        report.Add("ConcurrentDictionary, one key, default comparer", "ns", new Sample(dictionary));
        report.Add("ConcurrentDictionary, one key, comparer that takes the hash's bits", "ns", new Sample(dictionaryByLow));
        report.Add("Redis GET (StackExchange.Redis, loopback, one at a time)", "ns", get);
        report.Add("list scan of the pasted LogoutUserManager, 10,000 entries", "ns", scan);
        report.Add("bytes allocated per decision", "B", (double)bytes / Decisions);
        report.AtMost("decision / the faster dictionary look-up", 2, mine.Median / lowest.Median);
        report.AtMost($"bytes allocated in a round of {Decisions:N0} decisions", 0, bytes);
        report.AtLeast("Redis GET / decision", 300, get.Median / mine.Median);
        report.Note($"{Rounds} rounds of {Decisions:N0} decisions over {Sessions:N0} sessions, peers in turn; Redis: 101 rounds of 200; the list: 51 rounds of 50.");
        await host.StopAsync();
    }

    private static IHost InMemoryHost()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddInMemoryRevocationStore();
        builder.Services.AddRevocationStorage();
        return builder.Build();
    }

    private static (double Nanoseconds, int Found) Measure(Func<int> round)
    {
        var start = Stopwatch.GetTimestamp();
        var found = round();
        return (Stopwatch.GetElapsedTime(start).TotalNanoseconds / Decisions, found);
    }

    private static int Ours(IRevocationBook book, SessionStamp[] stamps)
    {
        var revoked = 0;
        for (var i = 0; i < Decisions; i++)
        {
            var check = book.CheckAsync(stamps[i & (Sessions - 1)], TimeSpan.FromMinutes(5), CancellationToken.None);
            if (!check.IsCompletedSuccessfully || check.Result != SessionVerdict.Live)
                revoked++;
        }

        return revoked;
    }

    private static int Floor(ConcurrentDictionary<RevocationKey, long> floor, SessionStamp[] stamps)
    {
        var revoked = 0;
        for (var i = 0; i < Decisions; i++)
        {
            if (floor.TryGetValue(stamps[i & (Sessions - 1)].First, out _))
                revoked++;
        }

        return revoked;
    }

    private static async Task<Sample> RedisGetAsync(SessionStamp[] stamps)
    {
        await using var redis = await RedisServer.StartAsync("--appendonly", "no");
        using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var database = connection.GetDatabase();
        const int count = 200;
        var rounds = new List<double>();
        for (var round = -5; round < 101; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < count; i++)
                await database.StringGetAsync("session:" + stamps[i].First);
            if (round >= 0)
                rounds.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / count);
        }

        return new Sample(rounds);
    }

    private static Sample ListScan()
    {
        var manager = new PastedLogoutUserManager();
        for (var i = 0; i < 10_000; i++)
            manager.Add($"subject-{i}", $"session-{i}");
        const int count = 50;
        var rounds = new List<double>();
        for (var round = -5; round < 51; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < count; i++)
                manager.IsLoggedOut("nobody", $"none-{i}");
            if (round >= 0)
                rounds.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / count);
        }

        return new Sample(rounds);
    }

    private sealed class ByLow : IEqualityComparer<RevocationKey>
    {
        public bool Equals(RevocationKey x, RevocationKey y) => x.Low == y.Low && x.High == y.High;

        public int GetHashCode(RevocationKey key) => (int)key.Low;
    }
}
