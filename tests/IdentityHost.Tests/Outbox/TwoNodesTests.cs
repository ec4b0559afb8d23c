using IdentityHost.EndSession;
using IdentityHost.Sessions;
using IdentityHost.Tests.Core;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

using TestSupport;

using Xunit;

namespace IdentityHost.Tests.Outbox;

[Collection(OnPostgres.Name)]
public sealed class TwoNodesTests(PostgresCore host)
{
    private const int Sessions = 40;
    private const int ClientsOfEach = 6;

    [Fact]
    public async Task Two_nodes_on_one_database_tell_each_client_once()
    {
        await using var other = new SecondNode(host.Settings);
        var doors = new[] { host.Get<IEndSession>(), other.Services.GetRequiredService<IEndSession>() };
        var user = await host.NewUserAsync();
        var sessions = new List<ProviderSession>();
        for (var i = 0; i < Sessions; i++)
            sessions.Add(await host.SignInAsync(user, [.. Enumerable.Range(70, ClientsOfEach).Select(CoreHost.Client)]));

        // Every session is ended through both nodes at once: one of them wins, and both workers are awake.
        var results = await Task.WhenAll(sessions.SelectMany(session => doors.Select(door =>
            Task.Run(() => door.EndAsync(new EndSessionRequest(EndReason.Admin) { Sid = session.Sid }, default)))));

        Assert.Equal(Sessions, results.Sum(result => result.EndedSids.Count));
        var batches = results.Where(result => result.DeliveryIds.Count > 0).ToList();
        Assert.Equal(Sessions * ClientsOfEach, batches.Sum(batch => batch.DeliveryIds.Count));
        foreach (var batch in batches)
            await host.SettledAsync(batch.BatchId);
        foreach (var session in sessions)
            for (var client = 70; client < 70 + ClientsOfEach; client++)
                Assert.Single(host.Sink.Of(CoreHost.Client(client), session.Sid));
    }

    [Fact]
    public async Task A_wait_on_one_node_ends_when_the_other_has_delivered()
    {
        await using var other = new SecondNode(host.Settings);
        var session = await host.SignInAsync(await host.NewUserAsync(), "c80");
        host.Sink.Answer("c80", 503);
        var result = await host.EndAsync(session);
        await Until.IsTrueAsync(() => host.Sink.Of("c80", session.Sid).Count > 0);
        host.Sink.Answer("c80", null);

        var rows = await other.Services.GetRequiredService<IdentityHost.Delivery.IDeliveries>().WaitAsync(result.BatchId, Until.Deadline, default);
        Assert.Equal(IdentityHost.Delivery.DeliveryState.Delivered, Assert.Single(rows).State);
    }

    [Fact]
    public async Task Nodes_that_start_at_once_on_an_empty_database_make_its_schema_and_its_keys_once()
    {
        var settings = new Dictionary<string, string>(host.Settings) { ["ConnectionStrings:Identity"] = await host.Postgres.NewDatabaseAsync() };
        var nodes = Enumerable.Range(0, 3).Select(_ => new SecondNode(settings)).ToList();
        try
        {
            var keys = await Task.WhenAll(nodes.Select(node => Task.Run(() => node.CreateClient().GetStringAsync("/.well-known/openid-configuration/jwks"))));

            Assert.Single(keys.Distinct());     // a token of one node is good at the others
            Assert.Equal(2, System.Text.Json.JsonDocument.Parse(keys[0]).RootElement.GetProperty("keys").GetArrayLength());     // one RSA, one EC
            var data = nodes[0].Services.GetRequiredService<Data.IDatabase>();
            await using var connection = await data.OpenAsync(default);
            var versions = (await Dapper.SqlMapper.QueryAsync<int>(connection, "SELECT version FROM schema_version ORDER BY version")).ToList();
            Assert.Equal(Enumerable.Range(1, versions.Count), versions);
            Assert.Equal(Migrations(), versions.Count);

            // What one node sealed, the others open.
            var seal = nodes[1].Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
            var open = nodes[2].Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
            Assert.Equal("text", open.Unprotect(seal.Protect("text")));
        }
        finally
        {
            foreach (var node in nodes)
                await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_crowd_that_signs_in_again_gets_by_with_few_connections()
    {
        var settings = new Dictionary<string, string>(host.Settings) { ["ConnectionStrings:Identity"] = host.Settings["ConnectionStrings:Identity"] + ";Maximum Pool Size=4;Timeout=180" };
        await using var node = new SecondNode(settings);
        var sessions = node.Services.GetRequiredService<ISessions>();
        var people = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => host.NewUserAsync()));
        var cookies = await Task.WhenAll(people.Select(person => SignInAsync(person, "")));

        var again = Task.WhenAll(people.Select((person, i) => SignInAsync(person, cookies[i])));

        // Each of them holding one connection and waiting for another, all would wait until the time is over.
        Assert.Equal(16, (await again.WaitAsync(Until.Deadline)).Distinct().Count());

        async Task<string> SignInAsync(Users.UserAccount person, string cookie)
        {
            var http = new DefaultHttpContext { RequestServices = node.Services };
            http.Request.Headers.Cookie = cookie;
            Assert.NotNull(await sessions.SignInAsync(http, person, new SignInDetails("pwd"), default));
            return http.Response.Headers.SetCookie.ToString().Split(';')[0];
        }
    }

    private static int Migrations()
        => typeof(Data.IDatabase).Assembly.GetManifestResourceNames().Count(name => name.StartsWith("Migrations/", StringComparison.Ordinal));
}
