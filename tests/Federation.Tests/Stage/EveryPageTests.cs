using Federation.Tests.Processes;
using Microsoft.Playwright;
using TestSupport;

namespace Federation.Tests.Stage;

/// <summary>Every page of every application, as it stands in a browser: what axe-core finds, and what the browser itself complains about.</summary>
[Collection(OneDemo.Name)]
public sealed class EveryPageTests(RunningDemo running, BrowserFixture browser)
{
    private readonly DemoTerminal _demo = running.Terminal;
    private readonly Findings _findings = new();

    [Theory]
    [InlineData("ClientA")]
    [InlineData("ClientB")]
    public async Task A_client_has_no_violation_on_any_page(string name)
    {
        var client = _demo.App(name);
        await using var alice = await browser.PersonAsync();
        foreach (var path in new[] { "/", "/account/signed-out" })
            await CheckAsync(await alice.OpenAsync(client, path));
        var session = await alice.SignInAsync(client);
        await CheckAsync(session);
        foreach (var path in new[] { "/", "/records", "/no-such-page", "/account/signed-out" })
            await CheckAsync(await alice.OpenAsync(client, path));
        var records = await alice.OpenAsync(client, "/records");
        await Tabs.ListenAsync(records);
        await Person.SignOutAsync(session, client);
        await CheckAsync(session);
        await records.WaitForSelectorAsync("#session-ended");
        await CheckAsync(records);
        NoneIn(alice);
    }

    [Fact]
    public async Task The_browser_app_has_no_violation_on_any_page()
    {
        await using var alice = await browser.PersonAsync();
        var app = await alice.OpenAsync(_demo.App("ResourceApi"), "/app/");
        await app.WaitForSelectorAsync("#sign-in");
        await CheckAsync(app);
        await app.ClickAsync("#sign-in");
        await Person.SignInAsync(app);
        await app.WaitForSelectorAsync("#rows button");
        await CheckAsync(app);
        await app.Locator("#rows button").First.ClickAsync();
        await CheckAsync(app);
        var logout = await alice.OpenAsync(_demo.App("IdentityHost"), "/account/logout");
        await logout.ClickAsync("button[value=yes]");
        await app.WaitForSelectorAsync("#banner:not([hidden])");
        await CheckAsync(app);
        NoneIn(alice);
    }

    [Fact]
    public async Task The_start_page_has_no_violation()
    {
        await using var alice = await browser.PersonAsync();
        var stage = await alice.OpenPageAsync(_demo.StartPage);
        await stage.WaitForSelectorAsync("#tile-ClientB .state[data-state=running]");
        await CheckAsync(stage);
        var a = await alice.SignInAsync(_demo.App("ClientA"));
        await stage.WaitForSelectorAsync("#tile-ClientA .who[data-in=true]");
        await Person.SignOutAsync(a, _demo.App("ClientA"));
        await stage.WaitForSelectorAsync("#step-sign-out.done");
        await CheckAsync(stage);
        NoneIn(alice);
    }

    [Fact]
    public async Task The_provider_has_no_violation_on_any_page()
    {
        var provider = _demo.App("IdentityHost");
        await using var alice = await browser.PersonAsync();
        foreach (var path in new[] { "/", "/account/signed-out", "/error", "/no-such-page" })
            await CheckAsync(await alice.OpenAsync(provider, path));
        var first = await alice.OpenAsync(_demo.App("ClientA"));
        await CheckAsync(first);                                                       // sign in, asked for by an application
        await first.FillAsync("input[name=Username]", "alice");
        await first.FillAsync("input[name=Password]", "wrong");
        await first.PressAsync("input[name=Password]", "Enter");
        await first.WaitForSelectorAsync("#problem");
        await CheckAsync(first);
        await Person.SignInAsync(first);
        await first.WaitForSelectorAsync("#sub");

        foreach (var path in new[] { "/", "/account/login", "/account/sessions", "/account/password", "/account/logout", "/admin", "/admin/sessions", "/admin/users",
            "/admin/ledger", "/admin/still", "/admin/audit", "/admin/ledger?search=nobody" })
            await CheckAsync(await alice.OpenAsync(provider, path));
        var user = await alice.OpenAsync(provider, "/admin/users");
        await user.GetByRole(AriaRole.Link, new() { Name = "bob", Exact = true }).ClickAsync();
        await user.WaitForSelectorAsync("#password");
        await CheckAsync(user);
        var clients = await AdministratorsTest.AnswersAsync(alice, provider, "client-a", "HTTP 200");
        await clients.WaitForSelectorAsync("#client-a .note.good");
        await CheckAsync(clients);
        var open = await alice.OpenAsync(provider, "/account/password");
        await Tabs.ListenAsync(open);
        var logout = await alice.OpenAsync(provider, "/account/logout");
        await logout.ClickAsync("button[value=yes]");
        await logout.WaitForSelectorAsync("#badge");
        await CheckAsync(logout);
        await open.WaitForSelectorAsync("#session-ended");
        await CheckAsync(open);
        NoneIn(alice);
    }

    [Fact]
    public async Task The_keyboard_reaches_everything_in_reading_order_and_the_focus_can_be_seen()
    {
        await using var alice = await browser.PersonAsync();
        await alice.SignInAsync(_demo.App("ClientA"));
        var pages = new[]
        {
            await alice.OpenPageAsync(_demo.StartPage), await alice.OpenAsync(_demo.App("ClientA"), "/records"), await alice.OpenAsync(_demo.App("ClientB"), "/records"),
            await alice.OpenAsync(_demo.App("ResourceApi"), "/app/"), await alice.OpenAsync(_demo.App("IdentityHost"), "/account/sessions"),
        };
        await pages[3].WaitForSelectorAsync("#sign-in");
        foreach (var page in pages)
        {
            await page.BringToFrontAsync();
            await page.Keyboard.PressAsync("Tab");
            Assert.Equal("Skip to content", await page.EvaluateAsync<string>("document.activeElement.textContent.trim()"));
            Assert.True(await page.EvaluateAsync<bool>("document.activeElement.getBoundingClientRect().top >= 0"), $"{page.Url}: the skip link does not show");
            await page.Keyboard.PressAsync("Enter");
            Assert.Equal("MAIN", await page.EvaluateAsync<string>("document.activeElement.tagName"));
            // From the skip link's target on: every stop is below or right of the one before, and has an outline.
            var stops = await page.EvaluateAsync<int>("[...document.querySelectorAll('main :is(a, button, input, textarea, select):not([type=hidden], [tabindex=\"-1\"])')].filter(control => control.checkVisibility()).length");
            for (var i = 0; i < Math.Min(stops, 12); i++)
            {
                await page.Keyboard.PressAsync("Tab");
                Assert.True(
                    await page.EvaluateAsync<bool>("(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)(getComputedStyle(document.activeElement))"),
                    $"{page.Url}: no visible focus on {await page.EvaluateAsync<string>("document.activeElement.outerHTML")}");
                Assert.True(
                    await page.EvaluateAsync<bool>("(before => { window.lastStop = document.activeElement; return !before || !!(before.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING); })(window.lastStop)"),
                    $"{page.Url}: the focus went back to {await page.EvaluateAsync<string>("document.activeElement.outerHTML")}");
            }
        }
    }

    private Task CheckAsync(IPage page) => _findings.LookAtAsync(page);

    private void NoneIn(Person person) => _findings.AreNone(person);
}
