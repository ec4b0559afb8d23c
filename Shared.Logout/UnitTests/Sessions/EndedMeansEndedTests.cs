using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>Table B2 of the conformance list.</summary>
public sealed class EndedMeansEndedTests
{
    [Fact]
    public async Task A_copied_cookie_is_dead_as_well()
    {
        await using var app = await SessionApp.StartAsync();
        using var browser = app.Browser();
        using var thief = app.Browser();
        await browser.SignIn("alice", "s1");
        thief.SetCookie(browser.Cookie()!);
        Assert.True(await thief.IsSignedIn());

        await app.LogoutAsync(sid: "s1");

        Assert.False(await thief.IsSignedIn());
    }

    [Fact]
    public async Task Of_200_concurrent_requests_none_that_starts_after_the_logout_is_served_and_none_renews_the_session()
    {
        await using var app = await SessionApp.StartAsync(cookie: it => (it.SlidingExpiration, it.ExpireTimeSpan) = (true, TimeSpan.FromHours(1)));
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        var cookie = $"session={browser.Cookie()}";
        app.Clock.Advance(TimeSpan.FromMinutes(40));
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = app.Address };
        var over = 0;

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            if (i == 100)
            {
                await app.LogoutAsync(sid: "s1");
                Volatile.Write(ref over, 1);
            }

            var after = Volatile.Read(ref over) == 1;
            using var request = new HttpRequestMessage(HttpMethod.Get, "/private");
            request.Headers.Add("Cookie", cookie);
            using var answer = await http.SendAsync(request);
            return (After: after, answer.StatusCode, Cookies: answer.Headers.TryGetValues("Set-Cookie", out var set) ? set.ToList() : []);
        }));

        Assert.Contains(answers, it => it.After);
        Assert.All(answers.Where(it => it.After), it => Assert.Equal(HttpStatusCode.Redirect, it.StatusCode));
        // Whatever was renewed before the logout is dead too.
        foreach (var renewed in answers.SelectMany(it => it.Cookies).Where(it => !it.StartsWith("session=;", StringComparison.Ordinal)))
        {
            using var other = app.Browser();
            other.SetCookie(renewed.Split(';')[0]["session=".Length..]);
            Assert.False(await other.IsSignedIn());
        }
    }

    [Fact]
    public async Task A_cookie_renewed_by_a_response_that_the_logout_overtook_is_dead()
    {
        var (arrived, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var app = await SessionApp.StartAsync(
            cookie: it => (it.SlidingExpiration, it.ExpireTimeSpan) = (true, TimeSpan.FromHours(1)),
            map: it => it.MapGet("/slow", async () =>
            {
                arrived.SetResult();
                await go.Task;
                return "done";
            }).RequireAuthorization());
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        var before = browser.Cookie();
        app.Clock.Advance(TimeSpan.FromMinutes(40));

        var slow = browser.Open("/slow");
        await arrived.Task;
        await app.LogoutAsync(sid: "s1");
        go.SetResult();
        using var answer = await slow;

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEqual(before, browser.Cookie());   // renewed: decided before the logout
        Assert.False(await browser.IsSignedIn());
    }

    [Fact]
    public async Task Work_that_finishes_after_the_logout_does_not_recreate_the_session()
    {
        var refresh = false;
        await using var app = await SessionApp.StartAsync(
            cookie: it => it.Events.OnValidatePrincipal = context =>
            {
                // As token-refreshing code does: new tokens into the ticket, and a new cookie.
                context.ShouldRenew = refresh;
                if (refresh)
                    context.Properties.UpdateTokenValue("id_token", IdToken.Create(SessionApp.Issuer, SessionApp.ClientId, "alice", "s1", 2_000_000_000));
                return Task.CompletedTask;
            },
            map: it => it.MapGet("/again", async (HttpContext http) =>
            {
                var ticket = await http.AuthenticateAsync();
                await http.SignInAsync(ticket.Principal!, ticket.Properties);
            }));
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        refresh = true;
        await app.LogoutAsync(sub: "alice");

        using var answer = await browser.Open("/private");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Null(browser.Cookie());
    }

    [Fact]
    public async Task A_cookie_issued_again_from_an_old_ticket_keeps_the_start_of_its_session()
    {
        AuthenticateResult? kept = null;
        await using var app = await SessionApp.StartAsync(map: it =>
        {
            it.MapGet("/keep", async (HttpContext http) => kept = await http.AuthenticateAsync());
            it.MapGet("/again", (HttpContext http) => http.SignInAsync(kept!.Principal!, kept.Properties));
        });
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        using (await browser.Open("/keep"))
            app.Clock.Advance(TimeSpan.FromMinutes(5));
        await app.LogoutAsync(sub: "alice");
        app.Clock.Advance(TimeSpan.FromMinutes(5));

        using (await browser.Open("/again"))
            Assert.NotNull(browser.Cookie());

        using var answer = await browser.Open("/private");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_persistent_cookie_ends_as_well()
    {
        await using var app = await SessionApp.StartAsync();
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1", "&days=10");
        app.Clock.Advance(TimeSpan.FromDays(9));
        Assert.True(await browser.IsSignedIn());

        await app.LogoutAsync(sid: "s1");

        Assert.False(await browser.IsSignedIn());
    }

    [Fact]
    public async Task A_ticket_that_would_outlive_its_revocation_is_shortened_at_sign_in()
    {
        await using var app = await SessionApp.StartAsync(cookie: it => (it.SlidingExpiration, it.ExpireTimeSpan) = (false, TimeSpan.FromDays(14)));
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1", "&days=60");
        app.Clock.Advance(TimeSpan.FromDays(13.9));
        Assert.True(await browser.IsSignedIn());
        app.Clock.Advance(TimeSpan.FromDays(0.2));
        Assert.False(await browser.IsSignedIn());
    }

    [Fact]
    public async Task A_longer_revocation_lifetime_allows_longer_tickets()
    {
        await using var app = await SessionApp.StartAsync(
            options: it => it.RevocationLifetime = TimeSpan.FromDays(61), cookie: it => it.ExpireTimeSpan = TimeSpan.FromDays(14));
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1", "&days=60");
        app.Clock.Advance(TimeSpan.FromDays(59));
        Assert.True(await browser.IsSignedIn());
    }
}
