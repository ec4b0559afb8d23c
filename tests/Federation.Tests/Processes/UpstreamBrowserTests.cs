using Microsoft.Playwright;
using TestSupport;

namespace Federation.Tests.Processes;

/// <summary>Sign-in at another provider in a real browser, with real processes, and PostgreSQL at the gateway.</summary>
[Collection(OneGateway.Name)]
public sealed class UpstreamBrowserTests(GatewayFederation apps)
{
    [Fact]
    public async Task A_person_signs_in_upstream_and_signing_out_at_the_client_signs_out_there_too()
    {
        await using var alice = await apps.PersonAsync();
        var page = await SignInAsync(alice);
        Assert.StartsWith("x-", await Person.SubjectAsync(page));
        var upstream = await alice.OpenPageAsync(new Uri(apps.Upstream.Address, "/account/sessions"));
        Assert.Equal(0, await upstream.Locator("input[name=Password]").CountAsync());      // signed in there as well

        await Person.SignOutAsync(page, apps.ClientA);

        await upstream.ReloadAsync();
        Assert.True(await Person.IsAskedToSignInAsync(upstream, apps.Upstream));
        await Person.ClickAsync(page, apps.ClientA);
        Assert.True(await Person.IsAskedToSignInAsync(page, apps.Gateway));
        await GoUpstreamAsync(page);
        Assert.True(await Person.IsAskedToSignInAsync(page, apps.Upstream));               // and not waved through
    }

    [Fact]
    public async Task Signing_out_upstream_reaches_the_client_behind_the_gateway_and_nobody_else()
    {
        await using var alice = await apps.PersonAsync();
        await using var bob = await apps.PersonAsync();
        var (page, his) = (await SignInAsync(alice), await SignInAsync(bob, "bob"));
        var session = await Person.SessionAsync(his);

        await SignOutUpstreamAsync(alice);

        await IsSignedOutAsync(page);
        await Person.ClickAsync(his, apps.ClientA);
        Assert.Equal(session, await Person.SessionAsync(his));
    }

    [Fact]
    public async Task A_sign_out_upstream_while_the_gateway_is_dead_reaches_the_client_when_it_is_back_and_the_page_says_so_by_itself()
    {
        await using var alice = await apps.PersonAsync();
        var page = await SignInAsync(alice);
        await apps.Gateway.KillAsync();

        var upstream = await SignOutUpstreamAsync(alice);
        Assert.Equal("The gateway has not answered yet; we keep trying.", await upstream.InnerTextAsync("#summary"));
        await Person.ClickAsync(page, apps.ClientA);
        Assert.NotEmpty(await Person.SessionAsync(page));                                  // nobody could tell the client yet
        await apps.Gateway.StartAsync("/.well-known/openid-configuration");

        await upstream.Locator("#summary", new() { HasText = "Signed out of The gateway." }).WaitForAsync();    // without a reload
        await IsSignedOutAsync(page);
    }

    private async Task<IPage> SignInAsync(Person person, string user = "alice")
    {
        var page = await person.OpenAsync(apps.ClientA);
        await GoUpstreamAsync(page);
        Assert.True(await Person.IsAskedToSignInAsync(page, apps.Upstream));
        await Person.SignInAsync(page, user);
        await page.WaitForSelectorAsync("#sub");
        return page;
    }

    // The gateway asks for a password as well: only when it has been left, the page can tell who asks.
    private async Task GoUpstreamAsync(IPage page)
    {
        await page.ClickAsync("a[href^='/external/signin']");
        await page.WaitForURLAsync(address => address.StartsWith(apps.Upstream.Address.ToString(), StringComparison.Ordinal));
    }

    private Task IsSignedOutAsync(IPage page) => Until.IsTrueAsync(async () =>
    {
        await Person.ClickAsync(page, apps.ClientA);
        return await Person.IsAskedToSignInAsync(page, apps.Gateway);
    });

    private async Task<IPage> SignOutUpstreamAsync(Person person)
    {
        var upstream = await person.OpenPageAsync(new Uri(apps.Upstream.Address, "/account/logout"));
        await upstream.ClickAsync("main button[value=yes]");
        await upstream.WaitForURLAsync(address => address.Contains("/account/signed-out", StringComparison.Ordinal));
        return upstream;
    }
}
