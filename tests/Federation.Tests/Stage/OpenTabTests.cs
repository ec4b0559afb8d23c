using Federation.Tests.Processes;
using Microsoft.Playwright;
using TestSupport;

namespace Federation.Tests.Stage;

/// <summary>Open tabs of the ended session change by themselves; nobody else's do.</summary>
[Collection(OneDemo.Name)]
public sealed class OpenTabTests(RunningDemo running, BrowserFixture browser)
{
    private const string Unsent = "written and not sent";
    private readonly AppProcess _a = running.Terminal.App("ClientA"), _b = running.Terminal.App("ClientB");
    private readonly AppProcess _api = running.Terminal.App("ResourceApi"), _provider = running.Terminal.App("IdentityHost");

    [Fact]
    public async Task Every_open_tab_of_the_session_says_where_and_when_and_keeps_what_was_typed()
    {
        // A zone that is not the server's.
        await using var alice = await browser.PersonAsync(new() { TimezoneId = "Asia/Kathmandu", Locale = "en-GB" });
        await using var elsewhere = await browser.PersonAsync();
        await using var bob = await browser.PersonAsync();
        var a = await alice.SignInAsync(_a);
        var tabs = new (IPage Page, string Field)[]
        {
            (await alice.OpenAsync(_a, "/records"), "#record-name"),
            (await alice.OpenAsync(_b, "/records"), "#record-name"),
            (await alice.OpenAsync(_b, "/records"), "#record-description"),     // a second tab: one stream serves both
            (await alice.OpenAsync(_provider, "/account/password"), "#Current"),
        };
        foreach (var (page, field) in tabs)
        {
            await Tabs.TypeAsync(page, field, Unsent);
            await Tabs.ListenAsync(page);
        }

        var app = await alice.OpenAsync(_api, "/app/");
        await app.ClickAsync("#sign-in");
        await app.WaitForSelectorAsync("#editor:not([hidden])");
        await Tabs.TypeAsync(app, "#name", Unsent);
        var others = new[]
        {
            await elsewhere.SignInAsync(_b), await elsewhere.OpenAsync(_provider, "/account/sessions"),
            await bob.SignInAsync(_b, "bob"), await bob.OpenAsync(_provider, "/account/sessions"),
        };
        foreach (var other in others)
            await Tabs.ListenAsync(other);

        await Person.SignOutAsync(a, _a);

        foreach (var (page, field) in tabs)
            await Tabs.HasTurnedAsync(page, "Client A", field, Unsent);
        await Tabs.HasTurnedAsync(app, "Client A", "#name", Unsent, notice: "#banner");
        foreach (var other in others)
        {
            Assert.Equal(0, await other.Locator("#session-ended").CountAsync());
            await other.ReloadAsync();
            Assert.Equal(0, await other.Locator("input[name=Password]").CountAsync());     // not asked to sign in
        }

        Assert.Empty(alice.Complaints.Concat(elsewhere.Complaints).Concat(bob.Complaints));
    }

    [Fact]
    public async Task A_record_that_is_being_changed_keeps_what_the_person_typed_and_nothing_that_was_read()
    {
        await using var alice = await browser.PersonAsync();
        var app = await alice.OpenAsync(_api, "/app/");
        await app.ClickAsync("#sign-in");
        await Person.SignInAsync(app);
        await app.WaitForSelectorAsync("#rows button");
        await app.Locator("#rows button").First.ClickAsync();
        Assert.NotEmpty(await app.InputValueAsync("#name"));
        await Tabs.TypeAsync(app, "#description", Unsent);
        var logout = await alice.OpenAsync(_provider, "/account/logout");

        await logout.ClickAsync("button[value=yes]");

        await app.WaitForSelectorAsync("#banner:not([hidden])");
        await app.WaitForFunctionAsync("document.getElementById('rows').children.length === 0");
        Assert.True(await app.IsVisibleAsync("#description"));
        Assert.Equal((Unsent, ""), (await app.InputValueAsync("#description"), await app.InputValueAsync("#name")));
        Assert.True(await app.IsDisabledAsync("#save"));
        Assert.Contains("still in the form", await app.InnerTextAsync("#status"), StringComparison.Ordinal);
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task The_tab_in_which_somebody_signs_out_goes_to_a_page_that_says_so_and_shows_no_notice_on_the_way()
    {
        await using var alice = await browser.PersonAsync();
        var a = await alice.SignInAsync(_a);
        await Tabs.ListenAsync(a);
        await a.EvaluateAsync("addEventListener('sessionended', () => queueMicrotask(() => sessionStorage.setItem('notices', document.querySelectorAll('#session-ended').length)))");

        await Person.SignOutAsync(a, _a);

        Assert.Contains(await a.EvaluateAsync<string?>("sessionStorage.getItem('notices')"), new[] { null, "0" });
        Assert.Equal(0, await a.Locator("#session-ended").CountAsync());
    }

    [Fact]
    public async Task The_providers_own_tabs_say_so_when_an_administrator_ends_the_session()
    {
        await using var alice = await browser.PersonAsync();
        await using var bob = await browser.PersonAsync();
        var tab = await bob.OpenAsync(_provider, "/account/login?ReturnUrl=%2Faccount%2Fsessions");
        await Person.SignInAsync(tab, "bob");
        await tab.WaitForURLAsync("**/account/sessions");
        await Tabs.ListenAsync(tab);
        var admin = await alice.OpenAsync(_provider, "/account/login?ReturnUrl=%2Fadmin%2Fusers");
        await Person.SignInAsync(admin);
        await admin.GetByRole(AriaRole.Link, new() { Name = "bob", Exact = true }).ClickAsync();

        await admin.GetByRole(AriaRole.Button, new() { Name = "Sign out everywhere", Exact = true }).ClickAsync();

        await tab.WaitForSelectorAsync("#session-ended");
        Assert.StartsWith("You were signed out, ", await tab.InnerTextAsync("#session-ended"), StringComparison.Ordinal);
        Assert.Equal(0, await admin.Locator("#session-ended").CountAsync());
        Assert.Empty(alice.Complaints.Concat(bob.Complaints));
    }
}
