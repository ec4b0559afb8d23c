using Federation.Tests.Processes;
using Microsoft.Playwright;
using TestSupport;

namespace Federation.Tests.Stage;

/// <summary>Pages of the provider that are there for a moment only, or after something went wrong: the same checks as for every page.</summary>
[Collection(OneDemo.Name)]
public sealed class RarePagesTests(RunningDemo running, BrowserFixture browser)
{
    // The page goes on after this time, which is less than looking at it takes. Its timer is held; nothing else is different.
    private const string HoldTheLimit = """
        const start = window.setTimeout;
        window.setTimeout = (what, milliseconds, ...more) => milliseconds === 3000 ? 0 : start(what, milliseconds, ...more);
        """;

    private readonly DemoTerminal _demo = running.Terminal;
    private readonly AppProcess _provider = running.Terminal.App("IdentityHost");
    private readonly Findings _findings = new();

    [Fact]
    public async Task The_page_that_asks_applications_through_the_browser_has_no_violation()
    {
        await using var alice = await browser.PersonAsync();
        var page = await alice.OpenPageAsync(running.Front.SignIn(_provider.Address));
        await Person.SignInAsync(page);
        await page.WaitForSelectorAsync("#cb");
        var (asked, hangs) = (running.Front.Asked.Count, new TaskCompletionSource());
        running.Front.Hangs = hangs;
        try
        {
            await page.AddInitScriptAsync(HoldTheLimit);
            await page.GotoAsync(new Uri(_provider.Address, "/account/logout").ToString());
            // By script: a click waits until the page after it has loaded, which it does not before its frame has.
            await page.EvaluateAsync("document.querySelector('main button[value=yes]').click()");
            await page.WaitForSelectorAsync("#front-channel progress");
            await Until.IsTrueAsync(() => running.Front.Asked.Count > asked, what: "the application is asked through the browser");

            await _findings.LookAtAsync(page);

            Assert.True(await page.IsVisibleAsync("#front-channel"));   // what was looked at is still there
            Assert.Equal(0, await page.EvaluateAsync<int>("document.querySelector('#front-channel progress').value"));
        }
        finally
        {
            running.Front.Hangs = null;
            hangs.SetResult();
        }

        await page.WaitForSelectorAsync("#badge");
        Assert.Equal("Front channel app was asked through this browser.", await page.InnerTextAsync("#summary"));
        await _findings.LookAtAsync(page);
        _findings.AreNone(alice);
    }

    [Fact]
    public async Task A_sign_out_that_one_application_does_not_hear_and_one_never_will_has_no_violation_on_the_pages_that_tell_of_it()
    {
        await using var alice = await browser.PersonAsync();
        await using var admin = await browser.PersonAsync();
        var users = await AdminAsync(admin);
        var stage = await alice.OpenPageAsync(_demo.StartPage);
        await alice.SignInAsync(_demo.App("ClientB"));
        var gone = await alice.OpenPageAsync(running.Gone.SignIn(_provider.Address));
        await gone.WaitForSelectorAsync("#cb");
        var logout = await alice.OpenAsync(_provider, "/account/logout");
        await stage.ClickAsync("[data-action=stop][aria-disabled=false]");
        await stage.WaitForSelectorAsync("#tile-ClientB .state[data-state=stopped]");
        IPage report;
        try
        {
            await logout.ClickAsync("button[value=yes]");
            await logout.WaitForSelectorAsync("#badge.waiting");
            const string Summary = "Signed out of Resource API. Client B has not answered yet; we keep trying. Gone app could not be told: sign out there yourself.";
            await logout.Locator("#summary", new() { HasText = Summary }).WaitForAsync();
            await _findings.LookAtAsync(logout);
            Assert.Equal(Summary, await logout.InnerTextAsync("#summary"));
            Assert.True(await logout.IsVisibleAsync("#again"));
            await _findings.LookAtAsync(stage);

            await SeesAsync(admin, "/admin", "td[data-label='Given up']");
            await SeesAsync(admin, "/admin/ledger?state=pending", "td .state.wait");
            await SeesAsync(admin, "/admin/ledger?state=dead", "td .state.bad");
            report = await SeesAsync(admin, "/admin/still", "td .state.wait", "td .state.bad");
            await report.Locator("tr:has(.state.wait) td[data-label='Session ended'] a").First.ClickAsync();
            await report.WaitForSelectorAsync("progress");
            await _findings.LookAtAsync(report);
            await report.EvaluateAsync("window.neverReloaded = true");
            await users.GetByRole(AriaRole.Link, new() { Name = "alice", Exact = true }).ClickAsync();
            await users.WaitForSelectorAsync("td .state.wait");
            await _findings.LookAtAsync(users);
            await TestAsync(admin, "client-b", "No answer");
        }
        finally
        {
            await stage.ClickAsync("[data-action=restart][aria-disabled=false]");
            await stage.WaitForSelectorAsync("#tile-ClientB .state[data-state=running]");
        }

        await TestAsync(admin, "client-b", "HTTP 200");     // and what waits for it is sent now, however long it was away
        await logout.WaitForSelectorAsync("#badge.lost:not(.waiting)");     // without a reload
        await _findings.LookAtAsync(logout);
        await report.WaitForSelectorAsync("#again", new() { State = WaitForSelectorState.Hidden });
        Assert.True(await report.EvaluateAsync<bool>("window.neverReloaded === true"));
        Assert.Equal("2 of 3 deliveries acknowledged, 1 given up.", await report.InnerTextAsync("#summary"));
        Assert.Equal(0, await report.Locator("td .state.wait").CountAsync());
        await _findings.LookAtAsync(report);
        await TestAsync(admin, "gone", "HTTP 404");
        _findings.AreNone(alice);
        _findings.AreNone(admin);
    }

    /// <summary>Signs in as an administrator, and returns the list of users.</summary>
    private async Task<IPage> AdminAsync(Person admin)
    {
        var users = await admin.OpenAsync(_provider, "/admin/users");
        await Person.SignInAsync(users);
        await users.WaitForSelectorAsync("td[data-label='User name']");
        return users;
    }

    private async Task<IPage> SeesAsync(Person admin, string path, params string[] what)
    {
        var page = await admin.OpenAsync(_provider, path);
        foreach (var selector in what)
            await page.WaitForSelectorAsync(selector);
        await _findings.LookAtAsync(page);
        return page;
    }

    private async Task TestAsync(Person admin, string client, string answer)
    {
        await _findings.LookAtAsync(await AdministratorsTest.AnswersAsync(admin, _provider, client, answer));
    }
}
