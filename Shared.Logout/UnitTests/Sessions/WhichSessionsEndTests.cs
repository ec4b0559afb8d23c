using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>Table B1 of the conformance list.</summary>
public sealed class WhichSessionsEndTests
{
    private const string OtherIssuer = "https://other.example";

    [Fact]
    public async Task A_logout_of_a_person_ends_all_their_sessions_and_nobody_elses()
    {
        await using var app = await SessionApp.StartAsync();
        using var chrome = await SignedIn(app, "alice", "s1");
        using var edge = await SignedIn(app, "alice", "s2");
        using var bob = await SignedIn(app, "bob", "s3");

        await app.LogoutAsync(sub: "alice");

        Assert.Equal((false, false, true), (await chrome.IsSignedIn(), await edge.IsSignedIn(), await bob.IsSignedIn()));
    }

    [Fact]
    public async Task A_logout_of_a_session_ends_that_session_only()
    {
        await using var app = await SessionApp.StartAsync();
        using var first = await SignedIn(app, "alice", "s1");
        using var second = await SignedIn(app, "alice", "s2");

        await app.LogoutAsync(sid: "s1");

        Assert.Equal((false, true), (await first.IsSignedIn(), await second.IsSignedIn()));
    }

    [Fact]
    public async Task A_logout_with_sub_and_sid_ends_that_session_only()
    {
        await using var app = await SessionApp.StartAsync();
        using var first = await SignedIn(app, "alice", "s1");
        using var second = await SignedIn(app, "alice", "s2");

        await app.LogoutAsync("alice", "s1");

        Assert.Equal((false, true), (await first.IsSignedIn(), await second.IsSignedIn()));
    }

    [Fact]
    public async Task A_logout_whose_sub_is_not_the_sessions_ends_nothing()
    {
        await using var app = await SessionApp.StartAsync();
        using var browser = await SignedIn(app, "alice", "s1");

        await app.LogoutAsync("mallory", "s1");
        Assert.True(await browser.IsSignedIn());

        await app.LogoutAsync("alice", "s1");
        Assert.False(await browser.IsSignedIn());
    }

    [Fact]
    public async Task All_tickets_of_one_sid_end()
    {
        await using var app = await SessionApp.StartAsync();
        using var tab = await SignedIn(app, "alice", "s1");
        using var again = await SignedIn(app, "alice", "s1");

        await app.LogoutAsync(sid: "s1");

        Assert.Equal((false, false), (await tab.IsSignedIn(), await again.IsSignedIn()));
    }

    [Fact]
    public async Task A_session_without_sid_is_ended_by_its_sub()
    {
        await using var app = await SessionApp.StartAsync();
        using var named = await SignedIn(app, "alice", null);
        using var bob = await SignedIn(app, "bob", null);

        await app.LogoutAsync(sub: "alice");

        Assert.Equal((false, true), (await named.IsSignedIn(), await bob.IsSignedIn()));
    }

    [Fact]
    public async Task A_session_without_sid_is_ended_by_its_sub_also_where_the_token_names_a_sid()
    {
        await using var app = await SessionApp.StartAsync();
        using var withoutSid = await SignedIn(app, "alice", null);
        using var withSid = await SignedIn(app, "alice", "s2");

        await app.LogoutAsync("alice", "s1");

        Assert.Equal((false, true), (await withoutSid.IsSignedIn(), await withSid.IsSignedIn()));
    }

    [Theory]
    [InlineData(null, "abc")]
    [InlineData("42", null)]
    [InlineData("42", "abc")]
    public async Task The_same_sid_or_sub_of_another_issuer_is_another_session(string? sub, string? sid)
    {
        await using var app = await SessionApp.StartAsync(authentication: it => it.AddBackChannelLogout("other", o => o.Issuer = OtherIssuer));
        using var ours = await SignedIn(app, "42", "abc");
        using var theirs = await SignedIn(app, "42", "abc", $"&iss={OtherIssuer}");

        await app.LogoutAsync(sub, sid);

        Assert.Equal((false, true), (await ours.IsSignedIn(), await theirs.IsSignedIn()));
        await app.LogoutAsync(sub, sid, issuer: OtherIssuer);
        Assert.False(await theirs.IsSignedIn());
    }

    [Fact]
    public async Task A_logout_for_one_client_leaves_the_sessions_of_another_client_of_the_same_app()
    {
        await using var app = await SessionApp.StartAsync(authentication: it => it.AddBackChannelLogout("second", o => (o.Issuer, o.ClientId) = (SessionApp.Issuer, "c2")));
        using var first = await SignedIn(app, "alice", "s1");
        using var second = await SignedIn(app, "alice", "s1", "&aud=c2");

        await app.LogoutAsync("alice");

        Assert.Equal((false, true), (await first.IsSignedIn(), await second.IsSignedIn()));
        await app.LogoutAsync("alice", clientId: "c2");
        Assert.False(await second.IsSignedIn());
    }

    [Fact]
    public async Task A_sid_that_equals_a_sub_meets_only_sessions()
    {
        await using var app = await SessionApp.StartAsync();
        using var person = await SignedIn(app, "same", "s1");
        using var session = await SignedIn(app, "alice", "same");

        await app.LogoutAsync(sid: "same");
        Assert.Equal((true, false), (await person.IsSignedIn(), await session.IsSignedIn()));

        using var again = await SignedIn(app, "alice", "same2");
        await app.LogoutAsync(sub: "same2");
        Assert.True(await again.IsSignedIn());
    }

    [Fact]
    public async Task A_local_account_is_untouched_even_where_its_id_equals_a_sub()
    {
        await using var app = await SessionApp.StartAsync(map: it => it.MapGet("/local", async (HttpContext http) =>
        {
            var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "42"), new Claim(ClaimTypes.Name, "local")], "password");
            await http.SignInAsync(new ClaimsPrincipal(identity));
        }));
        using var local = app.Browser();
        using (await local.Open("/local"))
        using (var person = await SignedIn(app, "42", "s1"))
        {
            await app.LogoutAsync(sub: "42");
            Assert.Equal((true, false), (await local.IsSignedIn(), await person.IsSignedIn()));
        }
    }

    [Fact]
    public async Task A_logout_that_meets_no_session_changes_nothing()
    {
        await using var app = await SessionApp.StartAsync();
        using var browser = await SignedIn(app, "alice", "s1");

        await app.LogoutAsync(sid: "unknown");
        await app.LogoutAsync(sub: "nobody");

        Assert.True(await browser.IsSignedIn());
    }

    private static async Task<TestBrowser> SignedIn(SessionApp app, string sub, string? sid, string more = "")
    {
        var browser = app.Browser();
        await browser.SignIn(sub, sid, more);
        Assert.True(await browser.IsSignedIn());
        return browser;
    }
}
