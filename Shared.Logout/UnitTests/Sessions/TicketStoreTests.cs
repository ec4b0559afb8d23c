using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>An application's ticket store neither keeps nor brings back a session that has ended.</summary>
public sealed class TicketStoreTests
{
    [Fact]
    public async Task A_ticket_store_does_not_resurrect_a_session_and_forgets_its_ticket()
    {
        var store = new TestTicketStore();
        var (arrived, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var app = await SessionApp.StartAsync(
            cookie: it => (it.SlidingExpiration, it.ExpireTimeSpan, it.SessionStore) = (true, TimeSpan.FromHours(1), store),
            map: it => it.MapGet("/slow", async () =>
            {
                arrived.SetResult();
                await go.Task;
                return "done";
            }).RequireAuthorization());
        using var browser = app.Browser();
        using var second = app.Browser();
        await browser.SignIn("alice", "s1");
        second.SetCookie(browser.Cookie()!);
        Assert.Single(store.Tickets);
        app.Clock.Advance(TimeSpan.FromMinutes(40));

        var slow = browser.Open("/slow");        // will ask the store to renew when it answers
        await arrived.Task;
        await app.LogoutAsync(sid: "s1");
        Assert.False(await second.IsSignedIn());
        Assert.Empty(store.Tickets);             // removed at the first rejection
        go.SetResult();
        using var answer = await slow;

        Assert.Empty(store.Tickets);             // and not written back by the renewal
        Assert.False(await browser.IsSignedIn());
    }

    [Fact]
    public async Task A_renewal_after_a_local_sign_out_does_not_bring_the_ticket_back()
    {
        var store = new TestTicketStore();
        var (arrived, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var app = await SessionApp.StartAsync(
            cookie: it => (it.SlidingExpiration, it.ExpireTimeSpan, it.SessionStore) = (true, TimeSpan.FromHours(1), store),
            map: it =>
            {
                it.MapGet("/sign-out", (HttpContext http) => http.SignOutAsync());
                it.MapGet("/slow", async () =>
                {
                    arrived.SetResult();
                    await go.Task;
                }).RequireAuthorization();
            });
        using var browser = app.Browser();
        using var second = app.Browser();
        await browser.SignIn("alice", "s1");
        second.SetCookie(browser.Cookie()!);
        app.Clock.Advance(TimeSpan.FromMinutes(40));

        var slow = browser.Open("/slow");
        await arrived.Task;
        using (await second.Open("/sign-out"))
            go.SetResult();
        using var answer = await slow;

        Assert.Empty(store.Tickets);
    }

    [Fact]
    public async Task A_sign_in_over_an_ended_session_lives_under_the_same_ticket_key()
    {
        var store = new TestTicketStore();
        await using var app = await SessionApp.StartAsync(cookie: it => it.SessionStore = store);
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        await app.LogoutAsync(sid: "s1");

        await browser.SignIn("alice", "s2");   // the old cookie comes along

        Assert.True(await browser.IsSignedIn());
        Assert.Single(store.Tickets);
    }
}
