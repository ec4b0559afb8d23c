using Bench.Harness;
using TestSupport;

namespace Bench.Suites;

/// <summary>The sending side: one hung client, deliveries per second, and a thousand sessions at once.</summary>
internal sealed class DeliverySuite : IBenchSuite
{
    public string Name => "delivery";

    public string About => "IdentityHost tells clients of logouts: one of 100 hangs, deliveries per second against a bare loop, sign out everywhere";

    public async Task RunAsync(Report report)
    {
        await using var sink = await LogoutSink.StartAsync();
        await using var postgres = await PostgresServer.StartAsync();
        foreach (var database in (string[])["SQLite", "PostgreSQL"])
        {
            await using (var provider = new Provider(sink.Address, await ConnectionAsync()))
            {
                await new HungClient(provider, sink, database).RunAsync(report);
                await new SignOutEverywhere(provider, sink, database).RunAsync(report);
            }
            foreach (var algorithm in (string[])["RS256", "ES256"])
            {
                await using var provider = new Provider(
                    sink.Address, await ConnectionAsync(), [.. Enumerable.Range(0, Provider.Clients).Select(i => ($"Clients:{i}:IdTokenSignedResponseAlg", algorithm))]);
                await new Throughput(provider, sink, $"{algorithm}, {database}", algorithm).RunAsync(report);
            }

            async Task<string?> ConnectionAsync() => database == "SQLite" ? null : await postgres.NewDatabaseAsync();
        }
    }
}
