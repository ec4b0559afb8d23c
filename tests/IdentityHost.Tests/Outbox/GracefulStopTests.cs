using IdentityHost.Delivery;
using IdentityHost.EndSession;
using IdentityHost.Sessions;
using IdentityHost.Tests.Core;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

using TestSupport;

using Xunit;

namespace IdentityHost.Tests.Outbox;

/// <summary>A host that is told to stop: what is under way may end, what waits goes back, and nothing is told twice.</summary>
[Collection(OnPostgres.Name)]
public sealed class GracefulStopTests(PostgresCore host)
{
    [Fact]
    public async Task An_attempt_under_way_may_end_and_what_waits_is_taken_over_at_once()
    {
        // More for one client than its limit: the first are under way, the others wait for a slot in this process.
        const int sessions = 30;
        var underWay = new Configuration.DeliveryOptions().MaxConcurrencyPerClient;
        var released = new TaskCompletionSource();
        host.Sink.Answer("c95", _ => released.Task);
        var settings = new Dictionary<string, string>(host.Settings) { ["ConnectionStrings:Identity"] = await host.Postgres.NewDatabaseAsync() };
        await using var leaving = new SecondNode(settings);
        var services = leaving.Services;
        var user = await services.GetRequiredService<Users.IUsers>().FindOrCreateExternalAsync("https://upstream.test", "x", "Somebody", null, default);
        for (var i = 0; i < sessions; i++)
            await JoinedAsync(services, user);
        var ended = await services.GetRequiredService<IEndSession>().EndAsync(new(EndReason.Admin) { Sub = user.Sub }, default);
        await Until.IsTrueAsync(() => Told() == underWay);

        var stopping = services.GetRequiredService<IHost>().StopAsync();
        await using var data = new Npgsql.NpgsqlConnection(settings["ConnectionStrings:Identity"]);     // the host's own ends with it
        await data.OpenAsync();
        await Until.IsTrueAsync(async () => await LeasedAsync(data) == underWay);     // the others were handed back while these go on
        Assert.False(stopping.IsCompleted);
        host.Sink.Answer("c95", null);
        released.SetResult();
        await stopping;

        Assert.Equal((underWay, 0), (await DeliveredAsync(data), await LeasedAsync(data)));
        Assert.Equal(underWay, Told());
        await using var next = new SecondNode(settings);
        var rows = await next.Services.GetRequiredService<IDeliveries>().WaitAsync(ended.BatchId, Until.Deadline, default);
        Assert.All(rows, row => Assert.Equal((DeliveryState.Delivered, 1), (row.State, row.Attempts)));
        Assert.Equal((sessions, sessions), (rows.Count, Told()));
        int Told() => host.Sink.Of("c95").Count(logout => logout.Claims.GetProperty("sub").GetString() == user.Sub);
    }

    private static async Task JoinedAsync(IServiceProvider services, Users.UserAccount user)
    {
        var sessions = services.GetRequiredService<ISessions>();
        var session = await sessions.SignInAsync(new DefaultHttpContext { RequestServices = services }, user, new SignInDetails("pwd"), default);
        Assert.NotNull(session);
        Assert.True(await services.GetRequiredService<Data.IDatabase>().WriteAsync((connection, transaction) => sessions.JoinAsync(connection, transaction, session.Sid, "c95"), default));
    }

    private static Task<int> LeasedAsync(Npgsql.NpgsqlConnection data) => CountAsync(data, "lease_owner IS NOT NULL");

    private static Task<int> DeliveredAsync(Npgsql.NpgsqlConnection data) => CountAsync(data, "state = 'delivered'");

    private static Task<int> CountAsync(Npgsql.NpgsqlConnection data, string condition)
        => Dapper.SqlMapper.ExecuteScalarAsync<int>(data, $"SELECT COUNT(*) FROM deliveries WHERE {condition}");
}
