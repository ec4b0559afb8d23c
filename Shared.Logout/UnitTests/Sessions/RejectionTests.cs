using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Shared.Logout.UnitTests.Sessions;

public sealed class RejectionTests
{
    [Fact]
    public async Task A_signed_out_page_is_challenged_and_loses_its_cookie()
    {
        await using var app = await SessionApp.StartAsync();
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        Assert.True(await browser.IsSignedIn());

        await app.LogoutAsync(sid: "s1");

        using var answer = await browser.Open("/private");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/Account/Login", answer.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
        Assert.Null(browser.Cookie());
    }

    [Fact]
    public async Task A_fetch_gets_401_and_a_page_that_anyone_may_see_is_served()
    {
        await using var app = await SessionApp.StartAsync();
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        var cookie = browser.Cookie()!;
        await app.LogoutAsync(sid: "s1");

        using var answer = await browser.Fetch("/private");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("""{"error":"session_ended"}""", await answer.Content.ReadAsStringAsync());
        Assert.Null(browser.Cookie());

        browser.SetCookie(cookie);
        using var home = await browser.Open("/");
        Assert.Equal("nobody", await home.Content.ReadAsStringAsync());
        Assert.Null(browser.Cookie());
    }

    [Fact]
    public async Task Due_sliding_renewal_does_not_reissue_a_signed_out_cookie()
    {
        await using var app = await SessionApp.StartAsync(cookie: it => (it.SlidingExpiration, it.ExpireTimeSpan) = (true, TimeSpan.FromHours(1)));
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        app.Clock.Advance(TimeSpan.FromMinutes(40));
        await app.LogoutAsync(sid: "s1");

        using var answer = await browser.Open("/private");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var cookies = answer.Headers.GetValues("Set-Cookie").ToList();
        Assert.Single(cookies);
        Assert.StartsWith("session=;", cookies[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_but_this_schemes_cookie_is_deleted()
    {
        await using var app = await SessionApp.StartAsync(authentication: it => it.AddCookie("other", o => o.Cookie.Name = "other"));
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        await browser.SignIn("alice", "s1", "&scheme=other");
        browser.SetCookie("x", "unrelated");
        await app.LogoutAsync(sid: "s1");

        Assert.False(await browser.IsSignedIn());
        Assert.Equal((null, "x"), (browser.Cookie(), browser.Cookie("unrelated")));
        Assert.NotNull(browser.Cookie("other"));
    }
}
