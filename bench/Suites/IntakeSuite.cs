using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bench.Apps;
using Bench.Harness;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shared.Logout.Configuration;
using Shared.Logout.Testing;
using Shared.Logout.Tokens;
using TestSupport;

namespace Bench.Suites;

/// <summary>How many logout tokens a second.</summary>
internal sealed class IntakeSuite : IBenchSuite
{
    private const int Rounds = 7;
    private const int Posts = 3000;
    // Short rounds in turn, so that most of them are over before the machine takes the processor away for something else.
    private const int ShortRounds = 2000;
    private const int Validations = 10;
    // Until the code is compiled for good; a server has been running for longer when it matters.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private const int Connections = 32;
    private static readonly string[] Variants = ["empty", "library", "pasted"];

    public string Name => "intake";

    public string About => "logout tokens per second: the validator against raw signature verification, the endpoint against an empty one and the pasted one";

    public async Task RunAsync(Report report)
    {
        await ValidatorAsync(report, "RSA-2048 (RS256)", FakeSigningKey.Rsa(), goal: 0.6);
        await ValidatorAsync(report, "P-256 (ES256)", FakeSigningKey.Ec(), goal: null);
        await EndpointAsync(report);
    }

    private static async Task ValidatorAsync(Report report, string what, FakeSigningKey key, double? goal)
    {
        await using var provider = await FakeProvider.StartAsync(key: key);
        var builder = WebAppHost.Create();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["OpenIdConnect:Authority"] = provider.Issuer,
            ["OpenIdConnect:ClientId"] = "bench",
        });
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie()
            .AddBackChannelLogout(options => options.SigningAlgorithms.Add(key.Algorithm));
        builder.Services.AddInMemoryRevocationStore();
        await using var app = builder.Build();
        await app.StartAsync();
        var validator = app.Services.GetRequiredService<LogoutTokenValidator>();
        var registrations = app.Services.GetRequiredService<ILogoutRegistrations>().All;

        var tokens = Enumerable.Range(0, 200).Select(i => provider.LogoutToken("bench").For($"subject-{i}", $"session-{i}").Build()).Select(Encoding.ASCII.GetBytes).ToArray();
        var signed = tokens.Select(Split).ToArray();
        using var rsa = key.Algorithm == "RS256" ? RSA.Create() : null;
        rsa?.ImportFromPem(key.ToPem());
        using var ecdsa = rsa is null ? ECDsa.Create() : null;
        ecdsa?.ImportFromPem(key.ToPem());

        async Task<double> OursAsync(int first)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = first; i < first + Validations; i++)
            {
                var result = await validator.ValidateAsync(tokens[i % tokens.Length], registrations, CancellationToken.None);
                if (!result.Succeeded)
                    throw new InvalidOperationException($"A valid token was refused: {result.Error}");
            }

            return Validations / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        double Raw(int first)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = first; i < first + Validations; i++)
            {
                var (data, signature) = signed[i % signed.Length];
                var valid = rsa?.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                    ?? ecdsa!.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
                if (!valid)
                    throw new InvalidOperationException("A valid signature was refused.");
            }

            return Validations / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        report.Doing($"validator, {what}");
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < WarmUp;)
        {
            await OursAsync(0);
            Raw(0);
        }

        var (ours, raw) = (new List<double>(), new List<double>());
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        await OursAsync(0);
        report.Add($"validator, {what}, allocated", "B/token", (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / Validations);
        for (var round = 0; round < ShortRounds; round++)
        {
            ours.Add(await OursAsync(round * Validations));
            raw.Add(Raw(round * Validations));
        }

        report.Add($"validator, {what}, one thread", "tokens/s", new Sample(ours));
        report.Add($"raw verification, {what}, one thread", "tokens/s", new Sample(raw));
        var ratio = new Sample(ours).Median / new Sample(raw).Median;
        if (goal is { } limit)
            report.AtLeast($"validator / raw {what} verification", limit, ratio);
        else
            report.Note($"validator / raw {what} verification: {ratio:0.00}");
        await app.StopAsync();
    }

    private static async Task EndpointAsync(Report report)
    {
        await using var provider = await FakeProvider.StartAsync();
        await using var redis = await RedisServer.StartAsync("--appendonly", "no");
        var perSecond = Variants.ToDictionary(variant => variant, _ => new List<double>());
        var processor = Variants.ToDictionary(variant => variant, _ => new List<double>());
        var atRedis = new List<double>();
        var apps = new Dictionary<string, ChildApp>();
        try
        {
            foreach (var variant in Variants)
                apps[variant] = await ChildApp.StartAsync("intake", variant, redis.ConnectionString, provider.Issuer);
            for (var round = -1; round < Rounds; round++)
            {
                // New ones for every round, the same ones for every variant.
                report.Doing($"endpoints, round {round + 1} of {Rounds}");
                var tokens = Enumerable.Range(0, Posts).AsParallel()
                    .Select(i => provider.LogoutToken("bench").For($"subject-{round}-{i}", $"session-{round}-{i}").Build()).ToArray();
                foreach (var variant in Variants)
                {
                    var address = new Uri(apps[variant].Ready);
                    var requests = tokens.Select(token => Post(address, token)).ToArray();
                    // The first round warms up: these tokens once and again, until the code is compiled.
                    for (var watch = Stopwatch.StartNew(); round < 0 && watch.Elapsed < WarmUp;)
                        await PostAllAsync(address, requests);
                    if (round < 0)
                        continue;
                    var (before, redisBefore) = (apps[variant].ProcessorTime, await ProcessorMicrosecondsAsync(redis));
                    perSecond[variant].Add((await PostAllAsync(address, requests)).PerSecond);
                    processor[variant].Add((apps[variant].ProcessorTime - before).TotalMicroseconds / Posts);
                    if (variant == "library")
                        atRedis.Add((await ProcessorMicrosecondsAsync(redis) - redisBefore) / Posts);
                }
            }
        }
        finally
        {
            foreach (var app in apps.Values)
                await app.DisposeAsync();
        }

        report.Add("Redis: processor time for ours", "us/token", new Sample(atRedis));
        foreach (var (variant, what) in (ReadOnlySpan<(string, string)>)
            [("empty", "endpoint: empty, reads the form"), ("library", "endpoint: ours, with Redis"), ("pasted", "endpoint: pasted controller, with Redis")])
        {
            report.Add(what, "tokens/s", new Sample(perSecond[variant]));
            report.Add($"{what}: processor time of its process", "us/token", new Sample(processor[variant]));
        }

        report.AtLeast("our endpoint with Redis / empty POST endpoint", 0.35, new Sample(perSecond["library"].Zip(perSecond["empty"], (a, b) => a / b)).Median);
        report.Note($"ours / pasted controller: {new Sample(perSecond["library"].Zip(perSecond["pasted"], (a, b) => a / b)).Median:0.0}; "
            + $"{Rounds} rounds of {Posts} tokens per variant, in turn, {Connections} connections; the validator: {ShortRounds} rounds of {Validations}.");
    }

    private static async Task<double> ProcessorMicrosecondsAsync(RedisServer redis)
        => 1e6 * (await redis.CommandAsync("INFO", "cpu")).Split("\r\n")
            .Where(line => line.StartsWith("used_cpu_sys:", StringComparison.Ordinal) || line.StartsWith("used_cpu_user:", StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(':')[1], CultureInfo.InvariantCulture));

    private static Task<HttpLoad.Result> PostAllAsync(Uri address, byte[][] requests)
    {
        var next = -1;
        return HttpLoad.RunAsync(
            address, Connections, () => Interlocked.Increment(ref next) is var i && i < requests.Length ? requests[i] : (ReadOnlyMemory<byte>?)null, "200");
    }

    private static byte[] Post(Uri address, string token)
    {
        var body = $"logout_token={token}";
        return Encoding.ASCII.GetBytes($"POST /backchannel-logout HTTP/1.1\r\nHost: {address.Authority}\r\n"
            + $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    private static (byte[] Data, byte[] Signature) Split(byte[] token)
    {
        var dot = Array.LastIndexOf(token, (byte)'.');
        return (token[..dot], Base64Url.DecodeFromUtf8(token.AsSpan(dot + 1)));
    }
}
