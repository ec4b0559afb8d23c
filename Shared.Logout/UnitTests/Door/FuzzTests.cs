using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shared.Logout.Testing;
using Xunit.Abstractions;

namespace Shared.Logout.UnitTests.Door;

/// <summary>
/// Random damage to tokens and bodies: never a 5xx, never an acceptance, never a lost session. <c>FUZZ_ITERATIONS</c> makes it longer,
/// <c>FUZZ_SEED</c> makes it another run; a failure names the iteration and the body.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int RealHttpEvery = 500;

    private static readonly int Iterations = Setting("FUZZ_ITERATIONS", 100_000);
    private static readonly int Seed = Setting("FUZZ_SEED", 20_260_301);

    [Fact]
    public async Task No_mutation_is_accepted_or_breaks_anything()
    {
        using var key = FakeSigningKey.Ec();   // signs fast enough to sign every mutant that needs it
        await using var host = await DoorHost.StartAsync(o => o.SigningAlgorithms.Add("ES256"), b => b.Logging.ClearProviders(), key: key);
        var victim = host.Token();
        using var browser = await host.SignInAsync(victim);
        using (var warm = await host.PostAsync(host.Token().Build()))
            Assert.Equal(HttpStatusCode.OK, warm.StatusCode);
        var endpoint = host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.Single(e => e.DisplayName == "Back-channel logout").RequestDelegate!;
        var (recorded, token) = (host.Book.Attempts, victim.Build());
        var cpu = Environment.CpuUsage.TotalTime;

        await Parallel.ForEachAsync(Enumerable.Range(0, Iterations), async (i, _) =>
        {
            var body = new Mutation(Seed, i).Body(victim, token);
            var status = i % RealHttpEvery == 0 ? await PostAsync(host, body) : await InvokeAsync(host, endpoint, body);
            Assert.True(status == 400, $"Iteration {i} of seed {Seed} was answered {status}: {Convert.ToBase64String(body)}");
            if (i % 10_000 == 0)
                host.Metrics.Clear();
        });

        Assert.Equal(recorded, host.Book.Attempts);
        Assert.True(await browser.IsSignedIn(), "The session was lost.");
        await Verdicts.AssertAcceptedAsync(await host.PostAsync(victim.Build()));
        Assert.False(await browser.IsSignedIn());
        output.WriteLine($"{Iterations} mutations, seed {Seed}: no acceptance, no 5xx, no lost session; {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:0} s of processor.");
    }

    private static async Task<int> InvokeAsync(DoorHost host, RequestDelegate endpoint, byte[] body)
    {
        var http = new DefaultHttpContext { RequestServices = host.App.Services };
        http.Request.Method = "POST";
        http.Request.ContentType = "application/x-www-form-urlencoded";
        http.Request.ContentLength = body.Length;
        http.Request.Body = new MemoryStream(body);
        await endpoint(http);
        return http.Response.StatusCode;
    }

    private static async Task<int> PostAsync(DoorHost host, byte[] body)
    {
        using var answer = await host.PostRawAsync(body);
        return (int)answer.StatusCode;
    }

    private static int Setting(string name, int otherwise)
        => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
