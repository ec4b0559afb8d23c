using Federation.Tests.Processes;
using Microsoft.Playwright;
using TestSupport;

namespace Federation.Tests.Stage;

/// <summary>The whole tour as a person walks it, by the links and buttons of the start page.</summary>
[Collection(OneDemo.Name)]
public sealed class TourTests(RunningDemo running, BrowserFixture browser)
{
    private readonly DemoTerminal _demo = running.Terminal;
    private readonly AppProcess _a = running.Terminal.App("ClientA"), _b = running.Terminal.App("ClientB");

    [Theory]
    [InlineData(390, 844)]
    [InlineData(1280, 860)]
    public async Task The_tour_is_ticked_off_by_what_happens_also_with_a_client_that_is_away_and_a_Redis_that_forgets(int width, int height)
    {
        await using var alice = await browser.PersonAsync(new() { ViewportSize = new() { Width = width, Height = height } });
        var stage = await alice.OpenPageAsync(_demo.StartPage);
        foreach (var app in new[] { "IdentityHost", "ClientA", "ClientB", "ResourceApi" })
            await Sees(stage, $"#tile-{app} .state[data-state=running]");
        await stage.ClickAsync("#tour-again");
        await Sees(stage, "#step-sign-in.now");

        var a = await OpenAsync(stage, "#step-sign-in a");
        await Person.SignInAsync(a);
        await Sees(a, "#sub");
        await Sees(stage, "#step-sign-in.done");
        await Sees(stage, "#tile-ClientA .who[data-in=true]");
        await Sees(stage, "#tile-ClientB .who[data-in=false]");
        var b = await OpenAsync(stage, "#step-open-b a");
        await Sees(b, "#sub");
        await Tabs.ListenAsync(b);
        await Sees(stage, "#step-open-b.done");
        await Sees(stage, "#tile-ClientB .who[data-in=true]");
        await Person.SignOutAsync(a, _a);
        await Sees(b, "#session-ended");
        await Sees(stage, "#step-sign-out.done");
        await Sees(stage, "#step-watch.done");
        await Sees(stage, "#tile-ClientA .who[data-in=false]");
        await Sees(stage, "#tile-ClientB .who[data-in=false]");
        await Sees(stage, "#entries [data-kind=changed][data-app=client-b] .ms:has-text('s')");     // "84 ms", and on a slow machine "1.2 s"
        await Sees(stage, "#stopwatch:not([hidden])");

        await GoesAwayAndComesBackAsync(alice, stage, leave: "stop", state: "stopped", comeBack: "restart");
        await GoesAwayAndComesBackAsync(alice, stage, leave: "hang", state: "hung", comeBack: "resume");
        await ForgetsAsync(alice, stage);
        Assert.True(await stage.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        Assert.Empty(alice.Complaints);
    }

    private async Task GoesAwayAndComesBackAsync(Person alice, IPage stage, string leave, string state, string comeBack)
    {
        var a = await alice.SignInAsync(_a);
        var b = await alice.OpenAsync(_b);
        await Sees(stage, "#tile-ClientB .who[data-in=true]");
        await stage.ClickAsync("#tour-again");
        await Sees(stage, "#step-away.now");
        await stage.ClickAsync($"[data-action={leave}][aria-disabled=false]");
        await Sees(stage, $"#tile-ClientB .state[data-state={state}]");
        await Sees(stage, "#step-away.done");
        await Person.SignOutAsync(a, _a);
        await Sees(stage, "#step-sign-out-away.done");
        await Sees(stage, "#step-retry.done");

        await stage.ClickAsync($"[data-action={comeBack}][aria-disabled=false]");

        await Sees(stage, "#tile-ClientB .state[data-state=running]");
        await Sees(stage, "#step-back.done");
        await Sees(stage, "#tile-ClientB .who[data-in=false]");
        await Person.ClickAsync(b, _b);
        Assert.True(await Person.IsAskedToSignInAsync(b, _demo.App("IdentityHost")));
        await a.CloseAsync();
        await b.CloseAsync();
    }

    // Redis loses everything; the instances hold what was signed out and write it back, and a copied cookie stays dead.
    private async Task ForgetsAsync(Person alice, IPage stage)
    {
        var a = await alice.SignInAsync(_a);
        var b = await alice.OpenAsync(_b);
        var copied = await alice.CookiesAsync(_b);
        await Tabs.ListenAsync(b);
        await Person.SignOutAsync(a, _a);
        await Sees(b, "#session-ended");
        var flushes = await stage.Locator("#entries [data-kind=flushed]").CountAsync();
        stage.Dialog += Accept;

        await stage.ClickAsync("[data-action=flush-redis][aria-disabled=false]");

        await Until.IsTrueAsync(async () => await stage.Locator("#entries [data-kind=flushed]").CountAsync() > flushes);
        stage.Dialog -= Accept;
        await Sees(stage, "#entries [data-kind=store] .text:has-text('wrote back')");
        await Until.IsTrueAsync(async () => int.Parse(await running.Redis.CommandAsync("DBSIZE"), System.Globalization.CultureInfo.InvariantCulture) > 0);
        await alice.PutCookiesAsync(copied);
        await Person.ClickAsync(b, _b);
        Assert.True(await Person.IsAskedToSignInAsync(b, _demo.App("IdentityHost")));
        await a.CloseAsync();
        await b.CloseAsync();

        static async void Accept(object? sender, IDialog dialog) => await dialog.AcceptAsync();
    }

    private static async Task<IPage> OpenAsync(IPage stage, string link) => await stage.Context.RunAndWaitForPageAsync(() => stage.ClickAsync(link));

    private static async Task Sees(IPage page, string selector) => await page.WaitForSelectorAsync(selector);
}
