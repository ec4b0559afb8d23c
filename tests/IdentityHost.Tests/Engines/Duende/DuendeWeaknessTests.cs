using Duende.IdentityServer.Models;
using Duende.IdentityServer.Services;
using Duende.IdentityServer.Stores;

using IdentityHost.Delivery;
using IdentityHost.Sessions;
using IdentityHost.Tests.Core;
using IdentityHost.Tests.SignIns;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

using TestSupport;

using Xunit;

using EngineSession = Duende.IdentityServer.Models.UserSession;

namespace IdentityHost.Tests.Engines.Duende;

/// <summary>What IdentityServer's own parts would lose at the end of a session, asked of its own interfaces: nothing of it is lost here.</summary>
[Collection(OnSqlite.Name)]
public sealed class DuendeWeaknessTests(SqliteCore host)
{
    [Fact]
    public async Task A_browser_that_went_away_does_not_cancel_the_logout_of_other_applications()
    {
        var session = await host.SignInAsync(await host.NewUserAsync(), "c10", "c11");
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await InRequestAsync(
            new DefaultHttpContext { RequestAborted = gone.Token }, services => services.GetRequiredService<ISessionCoordinationService>().ProcessLogoutAsync(Describe(session)));

        await AssertToldAsync(session, "c10", "c11");
    }

    [Fact]
    public async Task Applications_that_join_at_once_are_all_in_its_list_and_all_told()
    {
        var user = await host.NewUserAsync();
        var browser = new TestBrowser(host);
        var session = await browser.SignInAsync(user);
        string[] clients = [.. Enumerable.Range(20, 20).Select(CoreHost.Client)];
        Assert.All(await Task.WhenAll(clients.Select(client => Task.Run(() => host.JoinAsync(session.Sid, client)))), Assert.True);

        var http = new DefaultHttpContext();
        http.Request.Headers.Cookie = browser.Cookie;
        await InRequestAsync(http, async services =>
        {
            var current = services.GetRequiredService<IUserSession>();
            Assert.Equal(session.Sid, await current.GetSessionIdAsync());
            Assert.Equal(clients, (await current.GetClientListAsync()).Order(StringComparer.Ordinal));
            var found = await services.GetRequiredService<ISessionManagementService>().QuerySessionsAsync(new SessionQuery { SessionId = session.Sid });
            Assert.Equal(clients, Assert.Single(found.Results).ClientIds.Order(StringComparer.Ordinal));
            await services.GetRequiredService<ISessionManagementService>().RemoveSessionsAsync(new RemoveSessionsContext { SessionId = session.Sid });
        });
        await AssertToldAsync(session, clients);
    }

    [Fact]
    public async Task An_expired_session_is_ended_with_its_deliveries_and_a_client_that_is_away_is_told_later()
    {
        host.Sink.Answer("c65", 503);
        var session = await host.SignInAsync(await host.NewUserAsync(), "c65", "c12");
        await InRequestAsync(
            new DefaultHttpContext(), services => services.GetRequiredService<ISessionCoordinationService>().ProcessExpirationAsync(Describe(session)));

        await AssertToldAsync(session, "c12");      // one that is away keeps nobody else from hearing
        await Until.IsTrueAsync(() => host.Sink.Of("c65", session.Sid).Count >= 1);
        Assert.Equal("expired", (await host.Sessions.FindAsync(session.Sid, default))!.EndReason);
        host.Sink.Answer("c65", null);
        var waiting = await Until.FindsAsync(async () => (await RowsAsync(session)).FirstOrDefault(row => row is { ClientId: "c65", Attempts: > 0 }));
        Assert.True(await host.Deliveries.RedeliverAsync(waiting.Id, "somebody", default));
        await Until.IsTrueAsync(async () => (await RowsAsync(session)).All(row => row.State == DeliveryState.Delivered));
    }

    [Fact]
    public async Task An_administrator_waits_for_no_client_and_every_session_of_the_person_is_over_when_the_call_returns()
    {
        var user = await host.NewUserAsync();
        var sessions = new List<ProviderSession>();
        for (var i = 0; i < 4; i++)
            sessions.Add(await host.SignInAsync(user, "c66", "c13"));
        host.Sink.Hang("c66");
        await InRequestAsync(new DefaultHttpContext(), async services =>
        {
            await services.GetRequiredService<ISessionManagementService>().RemoveSessionsAsync(new RemoveSessionsContext { SubjectId = user.Sub });
            Assert.Empty(await host.Sessions.OfUserAsync(user.Sub, default));
            foreach (var session in sessions)
            {
                var rows = await RowsAsync(session);
                Assert.Equal(["c13", "c66"], rows.Select(row => row.ClientId).Order(StringComparer.Ordinal));
                Assert.DoesNotContain(rows, row => row is { ClientId: "c66", State: DeliveryState.Delivered });
            }
        });
        foreach (var session in sessions)
            await AssertToldAsync(session, "c13");
        host.Sink.Answer("c66", null);
    }

    private static EngineSession Describe(ProviderSession session) => new() { SubjectId = session.Sub, SessionId = session.Sid };

    private Task<IReadOnlyList<DeliveryRecord>> RowsAsync(ProviderSession session)
        => host.Deliveries.SearchAsync(new DeliveryFilter(Sid: session.Sid), 0, 10, default);

    private async Task AssertToldAsync(ProviderSession session, params string[] clients)
    {
        foreach (var client in clients)
            await Until.IsTrueAsync(() => host.Sink.Of(client, session.Sid).Count == 1, what: $"{client} is told once");
        Assert.NotNull((await host.Sessions.FindAsync(session.Sid, default))!.EndedAt);
    }

    /// <summary>As code of IdentityServer runs: in a request's scope.</summary>
    private async Task InRequestAsync(HttpContext http, Func<IServiceProvider, Task> run)
    {
        await using var scope = host.Services.CreateAsyncScope();
        http.RequestServices = scope.ServiceProvider;
        scope.ServiceProvider.GetRequiredService<IHttpContextAccessor>().HttpContext = http;
        await run(scope.ServiceProvider);
    }
}
