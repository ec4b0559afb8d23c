using System.Diagnostics;
using System.Globalization;
using Bench.Harness;
using Shared.Logout;
using Shared.Logout.Sessions;
using Shared.Logout.Testing;
using TestSupport;

namespace Bench.Suites;

/// <summary>What ten thousand open pages cost, and how soon one of them hears that its session is over.</summary>
internal sealed class LiveSuite : IBenchSuite
{
    private const int Pages = 10_000;
    private const int WarmUp = 300;
    private const int Ended = 300;
    // Two heartbeats of the library's streams.
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(40);

    public string Name => "live";

    public string About => "10,000 open event streams on one instance, one session ended: until its page is told, memory per page, idle processor time";

    public async Task RunAsync(Report report)
    {
        await using var redis = await RedisServer.StartAsync("--appendonly", "no");
        await using var provider = await FakeProvider.StartAsync();
        var ours = await MeasureAsync(report, "library", redis, provider);
        var bare = await MeasureAsync(report, "bare", redis, provider);
        Add(report, "ours", ours);
        report.Add("ours: recorded at another instance to told here", "ms", new Sample(ours.Elsewhere));
        Add(report, "streams by hand", bare);
        report.Note($"Told, ours / by hand: {new Sample(ours.Told).Median / new Sample(bare.Told).Median:0.0}; live objects per page, ours / by hand: "
            + $"{ours.Objects / bare.Objects:0.00}. {Ended} sessions, one after the other, each from the sending of the POST to the page's last event. "
            + "By hand: the same cookies, no token, no Redis, no heartbeat; ours checks and stores a logout token first. "
            + $"Idle: {Idle.TotalSeconds} s, with two heartbeats to every page of ours.");
    }

    private static void Add(Report report, string who, Figures it)
    {
        report.Add($"{who}: told after the POST", "ms", new Sample(it.Told));
        report.Add($"{who}: live objects per page", "B", it.Objects);
        report.Add($"{who}: working set per page", "B", it.WorkingSet);
        report.Add($"{who}: idle processor time", "% of a core", it.IdlePercent);
    }

    private static async Task<Figures> MeasureAsync(Report report, string variant, RedisServer redis, FakeProvider provider)
    {
        await using var app = await ChildApp.StartAsync("live", variant, redis.ConnectionString, provider.Issuer);
        var address = new Uri(app.Ready);
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        var pages = new OpenPage[WarmUp + Pages];
        try
        {
            // Code compiled, pools filled: what stays after these is the application's own.
            await OpenAsync(http, address, pages, 0, WarmUp);
            for (var i = 0; i < WarmUp; i++)
                await ToldAsync(http, address, variant, provider, pages[i], i);
            var before = await MemoryAsync(app);
            report.Doing($"{variant}: opening {Pages:N0} pages");
            await OpenAsync(http, address, pages, WarmUp, Pages);
            var after = await MemoryAsync(app);

            report.Doing($"{variant}: idle for {Idle.TotalSeconds} s");
            var (start, processor) = (Stopwatch.GetTimestamp(), app.ProcessorTime);
            await Task.Delay(Idle, TimeProvider.System, CancellationToken.None);
            var idle = (app.ProcessorTime - processor) / Stopwatch.GetElapsedTime(start);

            report.Doing($"{variant}: {Ended} sessions end");
            var told = new List<double>();
            for (var i = 0; i < Ended; i++)
                told.Add(await ToldAsync(http, address, variant, provider, pages[WarmUp + i], WarmUp + i));
            var elsewhere = variant == "library" ? await ElsewhereAsync(redis, provider.Issuer, pages, WarmUp + Ended) : [];
            return new(told, elsewhere, (double)(after.Objects - before.Objects) / Pages, (double)(after.WorkingSet - before.WorkingSet) / Pages, 100 * idle);
        }
        finally
        {
            foreach (var page in pages)
                page?.Dispose();
        }
    }

    private static async Task OpenAsync(HttpClient http, Uri address, OpenPage[] pages, int first, int count)
        => await Parallel.ForEachAsync(Enumerable.Range(first, count), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, stop) =>
        {
            using var answer = await http.GetAsync(new Uri(address, $"/sign-in/{i}"), stop);
            var cookie = answer.EnsureSuccessStatusCode().Headers.GetValues("Set-Cookie").Single().Split(';')[0];
            pages[i] = await OpenPage.OpenAsync(new Uri(address, "/session-events"), cookie);
        });

    private static async Task<double> ToldAsync(HttpClient http, Uri address, string variant, FakeProvider provider, OpenPage page, int i)
    {
        var word = variant == "library" ? provider.LogoutToken("bench").For($"subject-{i}", $"session-{i}").Build() : $"session-{i}";
        using var body = new FormUrlEncodedContent([new("logout_token", word)]);
        var start = Stopwatch.GetTimestamp();
        var hearing = page.HearAsync("event: session-ended");
        using var answer = await http.PostAsync(new Uri(address, "/backchannel-logout"), body);
        answer.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(start, await hearing).TotalMilliseconds;
    }

    // The instance with the pages hears of it from Redis.
    private static async Task<List<double>> ElsewhereAsync(RedisServer redis, string issuer, OpenPage[] pages, int first)
    {
        await using var instance = await Instance.StartAsync(redis.ConnectionString);
        var (delays, later) = (new List<double>(), TimeProvider.System.GetUtcNow().AddHours(1));
        for (var i = first; i < first + Ended; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var recording = instance.Book.RecordAsync(
                SessionKeys.TokenId(issuer, "bench", $"token-{i}"), later, [new Revocation(SessionKeys.Session(issuer, "bench", $"session-{i}"), DateTimeOffset.MaxValue, later)], default);
            delays.Add(Stopwatch.GetElapsedTime(start, await pages[i].HearAsync("event: session-ended")).TotalMilliseconds);
            await recording;
        }

        return delays;
    }

    private static async Task<(long Objects, long WorkingSet)> MemoryAsync(ChildApp app)
    {
        var words = (await app.AskAsync("measure memory")).Split(' ');
        return (long.Parse(words[0], CultureInfo.InvariantCulture), long.Parse(words[1], CultureInfo.InvariantCulture));
    }

    private sealed record Figures(IReadOnlyList<double> Told, IReadOnlyList<double> Elsewhere, double Objects, double WorkingSet, double IdlePercent);
}
