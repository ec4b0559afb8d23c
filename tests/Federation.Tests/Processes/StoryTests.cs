using TestSupport;

namespace Federation.Tests.Processes;

/// <summary>What the README promises, in a real browser with real processes and files for storage.</summary>
public sealed class StoryTests(FileStoreFederation federation, BrowserFixture browser) : IClassFixture<FileStoreFederation>, IClassFixture<BrowserFixture>
{
    private readonly RealFederation _apps = federation.Apps;

    [Fact]
    public async Task Signing_in_at_A_signs_in_at_B_without_a_second_password()
    {
        await using var alice = await browser.PersonAsync();
        var a = await alice.SignInAsync(_apps.ClientA);

        var b = await alice.OpenAsync(_apps.ClientB);

        Assert.Equal(await Person.SubjectAsync(a), await Person.SubjectAsync(b));
        Assert.Equal(await Person.SessionAsync(a), await Person.SessionAsync(b));
    }

    [Fact]
    public Task Signing_out_at_A_signs_out_at_B_at_its_next_click() => Signing_out_reaches_the_other(_apps.ClientA, _apps.ClientB);

    [Fact]
    public Task Signing_out_at_B_signs_out_at_A_at_its_next_click() => Signing_out_reaches_the_other(_apps.ClientB, _apps.ClientA);

    [Fact]
    public async Task The_back_button_brings_no_private_page_back()
    {
        await using var alice = await browser.PersonAsync();
        var a = await alice.SignInAsync(_apps.ClientA);
        var b = await alice.OpenAsync(_apps.ClientB);
        await Person.SubjectAsync(b);
        await b.GotoAsync(new Uri(_apps.ClientB.Address, "/account/signed-out").ToString());
        await Person.SignOutAsync(a, _apps.ClientA);

        await b.GoBackAsync();

        Assert.True(await Person.IsAskedToSignInAsync(b, _apps.Provider));
    }

    [Fact]
    public async Task Another_browser_of_the_same_person_and_another_person_stay_signed_in()
    {
        await using var alice = await browser.PersonAsync();
        await using var aliceElsewhere = await browser.PersonAsync();
        await using var bob = await browser.PersonAsync();
        var here = await alice.SignInAsync(_apps.ClientA);
        await alice.OpenAsync(_apps.ClientB);
        var elsewhere = await aliceElsewhere.SignInAsync(_apps.ClientB);
        var bobs = await bob.SignInAsync(_apps.ClientB, "bob");
        var (session, bobsSession) = (await Person.SessionAsync(elsewhere), await Person.SessionAsync(bobs));

        await Person.SignOutAsync(here, _apps.ClientA);

        await Person.ClickAsync(elsewhere, _apps.ClientB);
        Assert.Equal(session, await Person.SessionAsync(elsewhere));
        await Person.ClickAsync(bobs, _apps.ClientB);
        Assert.Equal(bobsSession, await Person.SessionAsync(bobs));
    }

    [Fact]
    public async Task A_sign_out_survives_that_B_is_killed_before_the_next_click()
    {
        await using var alice = await browser.PersonAsync();
        await using var aliceElsewhere = await browser.PersonAsync();
        var a = await alice.SignInAsync(_apps.ClientA);
        var b = await alice.OpenAsync(_apps.ClientB);
        var elsewhere = await aliceElsewhere.SignInAsync(_apps.ClientB);
        await Person.SignOutAsync(a, _apps.ClientA);

        await _apps.ClientB.KillAsync();
        await _apps.ClientB.StartAsync();

        await Person.ClickAsync(b, _apps.ClientB);
        Assert.True(await Person.IsAskedToSignInAsync(b, _apps.Provider));
        // Not because B forgot everybody: a session that was not ended is still there.
        await Person.ClickAsync(elsewhere, _apps.ClientB);
        Assert.False(await Person.IsAskedToSignInAsync(elsewhere, _apps.Provider));
    }

    [Fact]
    public async Task A_sign_out_that_B_slept_through_reaches_it_when_it_is_back()
    {
        await using var alice = await browser.PersonAsync();
        var a = await alice.SignInAsync(_apps.ClientA);
        var b = await alice.OpenAsync(_apps.ClientB);
        await _apps.ClientB.KillAsync();

        await Person.SignOutAsync(a, _apps.ClientA);
        await _apps.ClientB.StartAsync();

        await Until.IsTrueAsync(async () =>
        {
            await b.GotoAsync(new Uri(_apps.ClientB.Address, "/session").ToString());
            return await Person.IsAskedToSignInAsync(b, _apps.Provider);
        }, TimeSpan.FromMinutes(2), "ClientB hears of the sign-out after its restart");
    }

    [Fact]
    public async Task A_sign_out_survives_that_the_provider_is_killed_before_B_is_back()
    {
        await using var alice = await browser.PersonAsync();
        var a = await alice.SignInAsync(_apps.ClientA);
        var b = await alice.OpenAsync(_apps.ClientB);
        await _apps.ClientB.KillAsync();
        await Person.SignOutAsync(a, _apps.ClientA);

        await _apps.Provider.KillAsync();
        await _apps.ClientB.StartAsync();
        await _apps.Provider.StartAsync("/.well-known/openid-configuration");

        await Until.IsTrueAsync(async () =>
        {
            await b.GotoAsync(new Uri(_apps.ClientB.Address, "/session").ToString());
            return await Person.IsAskedToSignInAsync(b, _apps.Provider);
        }, TimeSpan.FromMinutes(2), "ClientB hears of the sign-out from the restarted provider");
    }

    private async Task Signing_out_reaches_the_other(AppProcess first, AppProcess second)
    {
        await using var alice = await browser.PersonAsync();
        var one = await alice.SignInAsync(first);
        var other = await alice.OpenAsync(second);
        await Person.SubjectAsync(other);

        await Person.SignOutAsync(one, first);
        Assert.Equal("You are signed out", await one.InnerTextAsync("#signed-out"));

        await Person.ClickAsync(other, second);
        Assert.True(await Person.IsAskedToSignInAsync(other, _apps.Provider));
    }
}
