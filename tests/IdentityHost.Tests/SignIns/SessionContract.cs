using IdentityHost.Sessions;
using IdentityHost.Tests.Core;
using IdentityHost.Users;

using Microsoft.AspNetCore.Http;

using TestSupport;

using Xunit;

namespace IdentityHost.Tests.SignIns;

/// <summary>What a browser's session promises, on either database.</summary>
public abstract class SessionContract(CoreHost host)
{
    [Fact]  // C-018, C-020, C-021
    public async Task Every_sign_in_has_a_sid_that_cannot_be_guessed_and_is_not_in_the_cookie()
    {
        var user = await host.NewUserAsync();
        var (one, two) = (new TestBrowser(host), new TestBrowser(host));
        var (first, second) = (await one.SignInAsync(user), await two.SignInAsync(user));
        await host.EndAsync(first);
        var third = await one.SignInAsync(user);

        Assert.Equal(3, new[] { first.Sid, second.Sid, third.Sid }.Distinct().Count());
        Assert.All([first, second, third], session => Assert.Equal(22, session.Sid.Length));    // 128 bit
        Assert.DoesNotContain(first.Sid, one.Cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", one.SetCookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", one.SetCookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]  // C-068, C-113
    public async Task An_ended_session_is_nobody_at_the_next_request()
    {
        var browser = new TestBrowser(host);
        var session = await browser.SignInAsync(await host.NewUserAsync());
        Assert.Equal(session, await browser.CurrentAsync());
        await host.EndAsync(session);
        Assert.Null(await browser.CurrentAsync());
    }

    [Fact]  // C-023
    public async Task The_same_person_again_keeps_sid_and_applications_and_gets_a_new_handle()
    {
        var browser = new TestBrowser(host);
        var user = await host.NewUserAsync();
        var session = await browser.SignInAsync(user);
        Assert.True(await host.JoinAsync(session.Sid, "c10"));
        var thief = new TestBrowser(host) { Cookie = browser.Cookie };

        var again = await browser.SignInAsync(user);

        Assert.Equal(session.Sid, again.Sid);
        Assert.True(again.AuthTime >= session.AuthTime);
        Assert.Equal(["c10"], (await host.Sessions.ParticipantsAsync([session.Sid], default))[session.Sid]);
        Assert.Null(await thief.CurrentAsync());        // a handle from before the sign-in opens nothing after it
        Assert.Equal(session.Sid, (await browser.CurrentAsync())!.Sid);
    }

    [Fact]  // C-022
    public async Task Another_person_in_the_same_browser_ends_the_old_session_and_its_applications_are_told()
    {
        var browser = new TestBrowser(host);
        var old = await browser.SignInAsync(await host.NewUserAsync());
        Assert.True(await host.JoinAsync(old.Sid, "c10"));
        var next = await browser.SignInAsync(await host.NewUserAsync());

        Assert.NotEqual(old.Sid, next.Sid);
        Assert.Equal("account_switch", (await host.Sessions.FindAsync(old.Sid, default))!.EndReason);
        Assert.Empty((await host.Sessions.ParticipantsAsync([next.Sid], default))[next.Sid]);
        await Until.IsTrueAsync(() => host.Sink.Of("c10", old.Sid).Count == 1);
    }

    [Fact]
    public async Task A_made_up_handle_is_nobody()
    {
        var browser = new TestBrowser(host) { Cookie = $"identity={Data.Secret.New()}" };
        Assert.Null(await browser.CurrentAsync());
        Assert.Null(await new TestBrowser(host) { Cookie = "identity=short" }.CurrentAsync());
        Assert.Null(await new TestBrowser(host).CurrentAsync());
    }

    [Fact]
    public async Task A_disabled_person_is_signed_out_everywhere_and_cannot_come_back()
    {
        var browser = new TestBrowser(host);
        var user = await host.NewUserAsync();
        var session = await browser.SignInAsync(user);
        Assert.True(await host.JoinAsync(session.Sid, "c10"));
        await host.Get<IUsers>().SetDisabledAsync(user.Sub, true, "admin-sub", default);

        Assert.Null(await browser.CurrentAsync());
        Assert.Equal("user_disabled", (await host.Sessions.FindAsync(session.Sid, default))!.EndReason);
        Assert.True((await host.Get<IUsers>().FindAsync(user.Sub, default))!.Disabled);
        await Until.IsTrueAsync(() => host.Sink.Of("c10", session.Sid).Count == 1);
        await host.Get<IUsers>().SetDisabledAsync(user.Sub, false, "admin-sub", default);
        Assert.False((await host.Get<IUsers>().FindAsync(user.Sub, default))!.Disabled);
    }

    [Fact]
    public async Task A_new_password_ends_every_other_session()
    {
        var user = await host.NewUserAsync();
        var (here, there) = (await host.SignInAsync(user), await host.SignInAsync(user, "c10"));
        await host.Get<IUsers>().SetPasswordAsync(user.Sub, "new password", here.Sid, user.Sub, default);

        Assert.Null((await host.Sessions.FindAsync(here.Sid, default))!.EndedAt);
        Assert.Equal("password_changed", (await host.Sessions.FindAsync(there.Sid, default))!.EndReason);
        await Until.IsTrueAsync(() => host.Sink.Of("c10", there.Sid).Count == 1);
    }

    [Fact]
    public async Task A_sign_in_that_a_new_password_or_a_disabled_account_overtakes_is_none()
    {
        foreach (var disable in new[] { false, true })
        {
            var checkedBefore = await host.NewUserAsync();      // the old password was right, and then ...
            if (disable)
                await host.Get<IUsers>().SetDisabledAsync(checkedBefore.Sub, true, "admin-sub", default);
            else
                await host.Get<IUsers>().SetPasswordAsync(checkedBefore.Sub, "new password", null, "admin-sub", default);

            var http = new DefaultHttpContext { RequestServices = host.Services };
            Assert.Null(await host.Sessions.SignInAsync(http, checkedBefore, new SignInDetails("pwd"), default));
            Assert.Equal(0, http.Response.Headers.SetCookie.Count);
            Assert.Empty(await host.Sessions.OfUserAsync(checkedBefore.Sub, default));
        }
    }

    [Fact]
    public async Task Sign_ins_that_race_with_a_new_password_leave_no_session_of_the_old_one()
    {
        for (var round = 0; round < 15; round++)
        {
            var user = await host.NewUserAsync();
            var signIns = Enumerable.Range(0, 8).Select(_ => Task.Run(() => host.Sessions.SignInAsync(
                new DefaultHttpContext { RequestServices = host.Services }, user, new SignInDetails("pwd"), default))).ToList();
            await Task.WhenAll([.. signIns, Task.Run(() => host.Get<IUsers>().SetPasswordAsync(user.Sub, "new password", null, user.Sub, default))]);

            Assert.Empty(await host.Sessions.OfUserAsync(user.Sub, default));
            await host.SignInAsync((await host.Get<IUsers>().FindAsync(user.Sub, default))!);      // with the new one
        }
    }

    [Fact]
    public async Task The_audit_names_the_administrator_who_disabled_somebody_or_set_their_password()
    {
        var user = await host.NewUserAsync();
        await host.SignInAsync(user, "c10");
        await host.Get<IUsers>().SetPasswordAsync(user.Sub, "new password", null, "admin-sub", default);
        await host.SignInAsync((await host.Get<IUsers>().FindAsync(user.Sub, default))!, "c10");
        await host.Get<IUsers>().SetDisabledAsync(user.Sub, true, "admin-sub", default);
        await host.Get<IUsers>().SetDisabledAsync(user.Sub, false, "admin-sub", default);

        await using var connection = await host.Data.OpenAsync(default);
        var rows = await Dapper.SqlMapper.QueryAsync<(string Actor, string Action)>(connection, "SELECT actor, action FROM audit WHERE target = @Sub", new { user.Sub });
        Assert.Equal(
            ["session.ended", "session.ended", "user.disabled", "user.enabled", "user.password_set"], rows.Select(row => row.Action).Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.Equal("admin-sub", row.Actor));
    }

    [Fact]
    public async Task The_upstream_ID_token_is_kept_protected_and_comes_back()
    {
        var browser = new TestBrowser(host);
        var session = await browser.SignInAsync(await host.NewUserAsync(), new SignInDetails("external") { UpstreamIssuer = "https://up.test", UpstreamSid = "up", UpstreamIdToken = "a.b.c" });
        Assert.Equal("a.b.c", (await browser.CurrentAsync())!.UpstreamIdToken);
        await using var connection = await host.Data.OpenAsync(default);
        Assert.DoesNotContain("a.b.c", await Dapper.SqlMapper.ExecuteScalarAsync<string>(connection, "SELECT upstream_token FROM sessions WHERE sid = @Sid", new { session.Sid }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_is_found_by_name_sub_or_sid_and_what_they_typed_is_no_pattern()
    {
        var user = await host.NewUserAsync();
        var session = await host.SignInAsync(user);
        Assert.Equal([session.Sid], (await host.Sessions.SearchAsync(session.Sid, 0, 10, default)).Select(found => found.Sid));
        Assert.Equal([session.Sid], (await host.Sessions.SearchAsync(user.Sub, 0, 10, default)).Select(found => found.Sid));
        Assert.Empty(await host.Sessions.SearchAsync("%", 0, 10, default));
        Assert.NotEmpty(await host.Sessions.SearchAsync(null, 0, 10, default));
    }
}
