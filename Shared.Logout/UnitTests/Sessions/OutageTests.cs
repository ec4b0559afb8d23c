using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>What a request gets while nobody can tell whether its session was ended.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task Refuse_answers_503_keeps_the_cookie_and_works_again_afterwards()
    {
        await using var app = await SessionApp.StartAsync();
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        var cookie = browser.Cookie();

        app.Book.IsUnknown = true;
        using (var page = await browser.Open("/private"))
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "10", false),
                (page.StatusCode, page.Headers.RetryAfter?.ToString(), page.Headers.Contains("Set-Cookie")));
            Assert.Contains("You are still signed in", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using (var fetched = await browser.Fetch("/private"))
            Assert.Equal(HttpStatusCode.ServiceUnavailable, fetched.StatusCode);
        using (var open = await browser.Open("/"))   // needs no session: served as to anybody
            Assert.Equal("nobody", await open.Content.ReadAsStringAsync());

        app.Book.IsUnknown = false;
        Assert.True(await browser.IsSignedIn());
        Assert.Equal(cookie, browser.Cookie());
    }

    [Fact]
    public async Task The_page_that_says_so_links_to_no_other_host()
    {
        await using var app = await SessionApp.StartAsync(map: it => it.MapGet("/{**rest}", () => "anything").RequireAuthorization());
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        app.Book.IsUnknown = true;
        using var page = await browser.Open($"{app.Address}/evil.example/x?y=1");   // two slashes
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Contains("<a href=\"/evil.example/x?y=1\">", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Allow_serves_and_an_ended_session_ends_when_the_store_is_back()
    {
        await using var app = await SessionApp.StartAsync(options: it => it.OutagePolicy = OutagePolicy.Allow);
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        await app.LogoutAsync(sid: "s1");
        app.Book.IsUnknown = true;
        Assert.True(await browser.IsSignedIn());
        app.Book.IsUnknown = false;
        Assert.False(await browser.IsSignedIn());
    }

    [Theory]
    [InlineData(OutagePolicy.Allow)]
    [InlineData(OutagePolicy.Refuse)]
    public async Task No_cookie_gets_younger_while_nobody_can_tell(OutagePolicy policy)
    {
        await using var app = await SessionApp.StartAsync(
            options: it => it.OutagePolicy = policy, cookie: it => (it.SlidingExpiration, it.ExpireTimeSpan) = (true, TimeSpan.FromHours(1)));
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        app.Clock.Advance(TimeSpan.FromMinutes(40));
        app.Book.IsUnknown = true;
        using (var answer = await browser.Open("/private"))
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        app.Book.IsUnknown = false;
        using (var answer = await browser.Open("/private"))
            Assert.True(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task What_the_app_stores_in_the_ticket_during_an_allowed_outage_is_kept_and_the_end_does_not_move()
    {
        var store = false;
        await using var app = await SessionApp.StartAsync(
            options: it => it.OutagePolicy = OutagePolicy.Allow,
            cookie: it =>
            {
                it.ExpireTimeSpan = TimeSpan.FromHours(1);
                it.Events.OnValidatePrincipal = context =>
                {
                    context.ShouldRenew = store;
                    if (store)
                        context.Properties.Items["kept"] = "yes";
                    return Task.CompletedTask;
                };
            });
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        app.Clock.Advance(TimeSpan.FromMinutes(50));
        (store, app.Book.IsUnknown) = (true, true);
        using (var answer = await browser.Open("/private"))
            Assert.True(answer.Headers.Contains("Set-Cookie"));
        (store, app.Book.IsUnknown) = (false, false);
        Assert.True(await browser.IsSignedIn());
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.False(await browser.IsSignedIn());
    }
}
