using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Shared.Logout.Sessions;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>Table B3 of the conformance list.</summary>
public sealed class SignInRaceTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task After_a_logout_of_the_person_a_new_sign_in_lives_and_old_cookies_stay_dead()
    {
        await using var app = await SessionApp.StartAsync();
        using var first = app.Browser();
        using var second = app.Browser();
        await first.SignIn("alice", "s1");
        app.Clock.Advance(s_minute);
        await app.LogoutAsync(sub: "alice");
        app.Clock.Advance(TimeSpan.FromSeconds(1));

        await second.SignIn("alice", "s2");

        Assert.Equal((true, false), (await second.IsSignedIn(), await first.IsSignedIn()));
    }

    [Fact]
    public async Task A_logout_that_arrives_late_spares_the_session_that_began_after_it()
    {
        await using var app = await SessionApp.StartAsync();
        var logout = app.Clock.GetUtcNow();
        app.Clock.Advance(s_minute);
        using var browser = app.Browser();
        await browser.SignIn("alice", "s2");

        await app.LogoutAsync(sub: "alice", at: logout);

        Assert.True(await browser.IsSignedIn());
    }

    [Fact]
    public async Task A_logout_that_arrives_late_ends_the_session_that_began_before_it()
    {
        await using var app = await SessionApp.StartAsync();
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        app.Clock.Advance(s_minute);
        var logout = app.Clock.GetUtcNow();
        app.Clock.Advance(s_minute);

        await app.LogoutAsync(sub: "alice", at: logout);

        Assert.False(await browser.IsSignedIn());
    }

    [Fact]
    public async Task A_session_that_began_in_the_second_of_the_logout_is_over()
    {
        await using var app = await SessionApp.StartAsync();
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        await app.LogoutAsync(sub: "alice", at: app.Clock.GetUtcNow().AddMilliseconds(400));
        Assert.False(await browser.IsSignedIn());
    }

    [Fact]
    public async Task The_start_survives_sliding_renewal()
    {
        await using var app = await SessionApp.StartAsync(cookie: it => (it.SlidingExpiration, it.ExpireTimeSpan) = (true, TimeSpan.FromHours(1)));
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        var before = browser.Cookie();
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        var logout = app.Clock.GetUtcNow();
        app.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.True(await browser.IsSignedIn());
        Assert.NotEqual(before, browser.Cookie());   // renewed after the logout's time: IssuedUtc would spare it

        await app.LogoutAsync(sub: "alice", at: logout);

        Assert.False(await browser.IsSignedIn());
    }

    [Theory]
    [InlineData(null, "s1")]
    [InlineData("alice", "s1")]
    [InlineData("alice", null)]
    public async Task A_logout_that_overtakes_the_sign_in_leaves_no_session_and_says_so_without_a_loop(string? sub, string? sid)
    {
        await using var app = await SessionApp.StartAsync();
        using var browser = app.Browser();
        var redeemed = app.Clock.GetUtcNow().ToUnixTimeSeconds();   // the ID token is here, the cookie is not
        app.Clock.Advance(TimeSpan.FromSeconds(2));
        await app.LogoutAsync(sub, sid);

        await browser.SignIn("alice", "s1", $"&iat={redeemed}");

        using var page = await browser.Open("/private");
        Assert.Equal(HttpStatusCode.Unauthorized, page.StatusCode);
        Assert.Null(page.Headers.Location);
        Assert.Contains("You were signed out while you were signing in", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(browser.Cookie());
        Assert.False(await browser.IsSignedIn());   // the next click is an ordinary challenge again
    }

    [Fact]
    public async Task Two_callbacks_of_one_sign_in_with_a_logout_between_them_leave_no_session()
    {
        await using var app = await SessionApp.StartAsync();
        using var first = app.Browser();
        using var second = app.Browser();
        await first.SignIn("alice", "s1");
        await app.LogoutAsync(sid: "s1");
        await second.SignIn("alice", "s1");

        Assert.False(await first.IsSignedIn());
        using var page = await second.Open("/private");
        Assert.Equal(HttpStatusCode.Unauthorized, page.StatusCode);
        Assert.Null(second.Cookie());
    }

    [Fact]
    public async Task A_new_sid_of_the_same_browser_is_not_touched_by_the_old_ones_logout()
    {
        await using var app = await SessionApp.StartAsync();
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        await app.LogoutAsync("alice", "s1");
        await browser.SignIn("alice", "s2");
        Assert.True(await browser.IsSignedIn());
    }

    [Fact]
    public async Task A_cookie_that_is_first_seen_after_the_logout_is_dead()
    {
        await using var app = await SessionApp.StartAsync();
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        app.Clock.Advance(s_minute);
        await app.LogoutAsync("alice");
        app.Clock.Advance(s_minute);
        Assert.False(await browser.IsSignedIn());
    }

    [Theory]
    [InlineData("alice", null)]
    [InlineData(null, "s1")]
    [InlineData("alice", "s1")]
    public async Task A_ticket_from_before_the_library_is_older_than_any_logout(string? sub, string? sid)
    {
        await using var app = await SessionApp.StartAsync(map: MapUnstamped);
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        using (await browser.Open("/unstamp"))
            Assert.True(await browser.IsSignedIn());

        await app.LogoutAsync(sub, sid, at: app.Clock.GetUtcNow() - TimeSpan.FromMinutes(5));

        Assert.False(await browser.IsSignedIn());
    }

    [Fact]
    public async Task A_clock_that_differs_does_not_matter_where_the_provider_dates_both()
    {
        // The provider's clock is a minute ahead of ours; sign-in and logout are dated by it.
        await using var app = await SessionApp.StartAsync();
        using var before = app.Browser();
        using var after = app.Browser();
        var providerNow = app.Clock.GetUtcNow() + TimeSpan.FromSeconds(60);
        await before.SignIn("alice", "s1", $"&iat={providerNow.ToUnixTimeSeconds()}");
        await app.LogoutAsync(sub: "alice", at: providerNow.AddSeconds(5));
        await after.SignIn("alice", "s2", $"&iat={providerNow.AddSeconds(6).ToUnixTimeSeconds()}");

        Assert.Equal((false, true), (await before.IsSignedIn(), await after.IsSignedIn()));
    }

    [Fact]
    public async Task Another_person_in_the_same_ticket_is_another_session()
    {
        AuthenticationProperties? kept = null;
        await using var app = await SessionApp.StartAsync(map: it =>
        {
            it.MapGet("/keep", async (HttpContext http) => kept = (await http.AuthenticateAsync()).Properties);
            it.MapGet("/switch", async (HttpContext http) =>
            {
                kept!.UpdateTokenValue("id_token", IdToken.Create(SessionApp.Issuer, SessionApp.ClientId, "bob", "s9", 1_900_000_000));
                await http.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", "bob"), new Claim("sid", "s9")], "test")), kept);
            });
        });
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        using (await browser.Open("/keep"))
        using (await browser.Open("/switch"))
            await app.LogoutAsync("alice");
        Assert.True(await browser.IsSignedIn());
        await app.LogoutAsync(sid: "s9");
        Assert.False(await browser.IsSignedIn());
    }

    // The ticket as an earlier version of the app wrote it: everything but the stamp.
    private static void MapUnstamped(WebApplication app) => app.MapGet("/unstamp", async (HttpContext http) =>
    {
        var cookie = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions
            .GetRequiredService<Microsoft.Extensions.Options.IOptionsMonitor<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions>>(http.RequestServices)
            .Get("Cookies");
        var ticket = (await http.AuthenticateAsync()).Ticket!;
        ticket.Properties.Items.Remove(TicketStamp.ItemName);
        http.Response.Cookies.Append("session", cookie.TicketDataFormat.Protect(ticket));
    });
}
