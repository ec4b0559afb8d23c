using System.Text;
using Bench.Apps;
using Bench.Harness;
using Shared.Logout;
using Shared.Logout.Sessions;
using TestSupport;

namespace Bench.Suites;

/// <summary>What the library costs a signed-in request.</summary>
internal sealed class RequestSuite : IBenchSuite
{
    private const int Connections = 32;
    private const int Rounds = 7;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);
    private static readonly string[] Variants = ["without", "library", "get"];

    public string Name => "request";

    public string About => "a signed-in endpoint on Kestrel in its own process: without the library, with it, with a Redis GET per request";

    public async Task RunAsync(Report report)
    {
        await using var redis = await RedisServer.StartAsync("--appendonly", "no");
        var (perSecond, processor) = (new Dictionary<string, List<double>>(), new Dictionary<string, List<double>>());
        var apps = new Dictionary<string, (ChildApp App, Uri Address, byte[] Request)>();
        try
        {
            foreach (var variant in Variants)
            {
                var app = await ChildApp.StartAsync("request", variant, redis.ConnectionString);
                var address = new Uri(app.Ready);
                apps[variant] = (app, address, await SignedInRequestAsync(address));
                (perSecond[variant], processor[variant]) = ([], []);
            }

            // In turn, so that whatever else the machine does meets all of them; the first round warms up.
            for (var round = -1; round < Rounds; round++)
            {
                report.Doing($"round {round + 1} of {Rounds}");
                foreach (var variant in Variants)
                {
                    var (app, address, request) = apps[variant];
                    var before = app.ProcessorTime;
                    var result = await HttpLoad.RunAsync(address, Connections, request, Duration, "200");
                    if (round < 0)
                        continue;
                    perSecond[variant].Add(result.PerSecond);
                    processor[variant].Add((app.ProcessorTime - before).TotalMicroseconds / result.Requests);
                }
            }

            await GuardWasAtWorkAsync(redis, apps["library"].Address, apps["library"].Request);
        }
        finally
        {
            foreach (var (app, _, _) in apps.Values)
                await app.DisposeAsync();
        }

        foreach (var variant in Variants)
        {
            report.Add($"{variant}: throughput", "req/s", new Sample(perSecond[variant]));
            report.Add($"{variant}: processor time", "us/req", new Sample(processor[variant]));
        }

        // Round by round, because the machine's mood changes between rounds more than within one.
        report.AtLeast("throughput with / without", 0.98, Ratio(perSecond["library"], perSecond["without"]).Median);
        report.AtLeast("throughput with / with a Redis GET", 1.5, Ratio(perSecond["library"], perSecond["get"]).Median);
        report.Note($"processor time with / without: {Ratio(processor["library"], processor["without"]).Median:0.000}; "
            + $"{Rounds} rounds of {Duration.TotalSeconds} s per variant, in turn, {Connections} connections; ratios are medians over rounds.");
    }

    // A variant in which nobody asks anything would be fast.
    private static async Task GuardWasAtWorkAsync(RedisServer redis, Uri address, byte[] request)
    {
        await using var instance = await Instance.StartAsync(redis.ConnectionString);
        var later = TimeProvider.System.GetUtcNow().AddHours(1);
        await instance.Book.RecordAsync(
            SessionKeys.TokenId(RequestApp.Issuer, RequestApp.ClientId, "token-1"), later,
            [new Revocation(SessionKeys.Session(RequestApp.Issuer, RequestApp.ClientId, RequestApp.SessionId), DateTimeOffset.MaxValue, later)], default);
        // The answer to a person who is not signed in.
        await Until.IsTrueAsync(async () =>
        {
            try
            {
                var once = 0;
                await HttpLoad.RunAsync(address, 1, () => once++ == 0 ? request : (ReadOnlyMemory<byte>?)null, "302");
                return true;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }, what: "the measured application rejects a session that was signed out");
    }

    private static Sample Ratio(List<double> ours, List<double> theirs) => new(ours.Zip(theirs, (a, b) => a / b));

    private static async Task<byte[]> SignedInRequestAsync(Uri address)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        var answer = await http.GetAsync(new Uri(address, "/sign-in"));
        var cookie = answer.EnsureSuccessStatusCode().Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        return Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {address.Authority}\r\nCookie: {cookie}\r\n\r\n");
    }
}
