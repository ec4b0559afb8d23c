using Microsoft.Extensions.DependencyInjection;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>Ending sessions from inside the application.</summary>
public sealed class RevokerTests
{
    [Fact]
    public async Task A_revoked_session_ends_and_others_do_not()
    {
        await using var app = await SessionApp.StartAsync();
        using var first = app.Browser();
        using var second = app.Browser();
        await first.SignIn("alice", "s1");
        await second.SignIn("alice", "s2");

        await Revoker(app).RevokeSessionAsync("s1", "lost\r\ndevice");

        Assert.Equal((false, true), (await first.IsSignedIn(), await second.IsSignedIn()));
        Assert.Equal("lostdevice", Assert.Single(app.Book.Recorded).Reason);
    }

    [Fact]
    public async Task A_later_sign_in_under_the_same_sid_works_because_the_provider_did_not_end_it()
    {
        await using var app = await SessionApp.StartAsync();
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        await Revoker(app).RevokeSessionAsync("s1");
        Assert.False(await browser.IsSignedIn());
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await browser.SignIn("alice", "s1");
        Assert.True(await browser.IsSignedIn());
    }

    [Fact]
    public async Task A_revoked_person_is_signed_out_everywhere_and_may_sign_in_again()
    {
        await using var app = await SessionApp.StartAsync();
        using var first = app.Browser();
        using var second = app.Browser();
        await first.SignIn("alice", "s1");
        await second.SignIn("alice", null);
        await Revoker(app).RevokeSubjectAsync("alice", "password_changed");
        Assert.Equal((false, false), (await first.IsSignedIn(), await second.IsSignedIn()));
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await first.SignIn("alice", "s3");
        Assert.True(await first.IsSignedIn());
    }

    [Fact]
    public async Task Several_registrations_need_a_name_and_a_wrong_name_is_refused()
    {
        await using var app = await SessionApp.StartAsync(
            authentication: it => it.AddBackChannelLogout("second", o => (o.Issuer, o.ClientId) = (SessionApp.Issuer, "c2")));
        var unnamed = await Assert.ThrowsAsync<ArgumentException>(() => Revoker(app).RevokeSubjectAsync("alice"));
        Assert.Contains("second", unnamed.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => Revoker(app).RevokeSubjectAsync("alice", registration: "third"));
        Assert.Empty(app.Book.Recorded);
        await Revoker(app).RevokeSubjectAsync("alice", registration: "second");
        Assert.Single(app.Book.Recorded);
    }

    private static ISessionRevoker Revoker(SessionApp app) => app.App.Services.GetRequiredService<ISessionRevoker>();
}
