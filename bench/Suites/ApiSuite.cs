using System.Text;
using System.Text.Json.Nodes;
using Bench.Harness;
using Shared.Logout.Testing;

namespace Bench.Suites;

/// <summary>What it costs an API to be sure of an access token.</summary>
internal sealed class ApiSuite : IBenchSuite
{
    private const int Connections = 32;
    private const int Rounds = 7;
    private const int Tokens = 1000;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    private static readonly (string Name, string[] Settings)[] Variants =
    [
        ("JWT", ["AccessTokens:CheckRevocations=false"]),
        ("JWT with revocation guard", ["AccessTokens:CheckRevocations=true"]),
        ("reference, cached", ["AccessTokens:IntrospectionCache=00:10:00"]),
        ("reference, asked each time", ["AccessTokens:IntrospectionCache=00:00:00"]),
    ];

    public string Name => "api";

    public string About => "requests per second of an API by the way it checks access tokens: JWT without and with the guard, introspection with and without cache";

    public async Task RunAsync(Report report)
    {
        using var key = FakeSigningKey.Rsa();
        await using var provider = await ChildApp.StartAsync("introspection", new JsonObject { ["keys"] = new JsonArray(key.ToJwk()) }.ToJsonString());
        var issuer = provider.Ready;
        var jwts = Enumerable.Range(0, Tokens).AsParallel().Select(i => Jwt(issuer, key, i)).ToArray();
        var references = Enumerable.Range(0, Tokens).Select(i => $"reference-{i}").ToArray();
        var (perSecond, processor) = (Variants.ToDictionary(it => it.Name, _ => new List<double>()), Variants.ToDictionary(it => it.Name, _ => new List<double>()));
        var apps = new Dictionary<string, ChildApp>();
        try
        {
            foreach (var (name, settings) in Variants)
                apps[name] = await ChildApp.StartAsync("api", [$"OpenIdConnect:Authority={issuer}", "OpenIdConnect:ClientId=resource-api", "OpenIdConnect:ClientSecret=secret", .. settings]);

            // In turn, so that whatever else the machine does meets all of them; the first round warms up, and fills the cache.
            for (var round = -1; round < Rounds; round++)
            {
                report.Doing($"round {round + 1} of {Rounds}");
                foreach (var (name, _) in Variants)
                {
                    var address = new Uri(apps[name].Ready);
                    var requests = (name.StartsWith("JWT", StringComparison.Ordinal) ? jwts : references).Select(token => Get(address, token)).ToArray();
                    var (before, watch, next) = (apps[name].ProcessorTime, System.Diagnostics.Stopwatch.StartNew(), -1);
                    var result = await HttpLoad.RunAsync(
                        address, Connections, () => watch.Elapsed < Duration ? requests[(int)((uint)Interlocked.Increment(ref next) % Tokens)] : (ReadOnlyMemory<byte>?)null, "200");
                    if (round < 0)
                        continue;
                    perSecond[name].Add(result.PerSecond);
                    processor[name].Add((apps[name].ProcessorTime - before).TotalMicroseconds / result.Requests);
                }
            }

            foreach (var (name, _) in Variants)
                await GuardWasAtWorkAsync(apps[name], name.StartsWith("JWT", StringComparison.Ordinal) ? jwts : references, name == "JWT" ? "200" : "401");
        }
        finally
        {
            foreach (var app in apps.Values)
                await app.DisposeAsync();
        }

        foreach (var (name, _) in Variants)
        {
            report.Add($"{name}: throughput", "req/s", new Sample(perSecond[name]));
            report.Add($"{name}: processor time", "us/req", new Sample(processor[name]));
        }

        // Round by round, because the machine's mood changes between rounds more than within one.
        report.AtLeast("JWT with guard / without", 0.97, Ratio(perSecond, 1, 0));
        report.AtLeast("cached introspection / JWT with guard", 0.9, Ratio(perSecond, 2, 1));
        report.Note($"introspection without cache / JWT with guard: {Ratio(perSecond, 3, 1):0.00}, asking a provider of one statement in a process of its own, which is the most that asking can reach.");
        report.Note($"processor time with guard / without: {Ratio(processor, 1, 0):0.000}. {Rounds} rounds of {Duration.TotalSeconds} s per variant, in turn, {Connections} connections, "
            + $"{Tokens} tokens (RS256), 100,000 revocations in the replica; the answer is one word; ratios are medians over rounds.");
    }

    // A variant that asks nobody would be fast: the first token's session ends, the second's goes on.
    private static async Task GuardWasAtWorkAsync(ChildApp app, string[] tokens, string expected)
    {
        await app.AskAsync(tokens[0].Contains('.', StringComparison.Ordinal) ? "session-0" : tokens[0]);
        foreach (var (token, status) in new[] { (tokens[0], expected), (tokens[1], "200") })
        {
            var once = 0;
            var request = Get(new Uri(app.Ready), token);
            await HttpLoad.RunAsync(new Uri(app.Ready), 1, () => once++ == 0 ? request : (ReadOnlyMemory<byte>?)null, status);
        }
    }

    private static double Ratio(Dictionary<string, List<double>> figures, int ours, int theirs)
        => new Sample(figures[Variants[ours].Name].Zip(figures[Variants[theirs].Name], (a, b) => a / b)).Median;

    // As IdentityHost makes them (RFC 9068).
    private static string Jwt(string issuer, FakeSigningKey key, int i)
        => new LogoutTokenBuilder(issuer, "resource-api", key).Without("events").WithHeader("typ", "at+jwt").For("alice", $"session-{i}")
            .With("client_id", "bench").With("scope", "openid dataEventRecords").With("role", "dataEventRecords.user")
            .With("exp", TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 3600).Build();

    private static byte[] Get(Uri address, string token)
        => Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\n\r\n");
}
