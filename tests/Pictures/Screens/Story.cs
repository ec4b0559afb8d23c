using Microsoft.Playwright;
using TestSupport;

namespace Pictures.Screens;

/// <summary>Plays the story of the demo in Chromium and takes its pictures on the way.</summary>
internal static class Story
{
    private static readonly ViewportSize Desktop = new() { Width = 1280, Height = 860 };
    private static readonly ViewportSize Page = new() { Width = 960, Height = 560 };
    private static readonly ViewportSize Phone = new() { Width = 390, Height = 844 };

    public static async Task TakeAsync(string images)
    {
        var camera = new Camera(images);
        await using var demo = await DemoRun.StartAsync();
        await using var browser = await Browser.StartAsync();
        await using var alice = await browser.NewContextAsync(new() { ViewportSize = Page, Locale = "en-GB", TimezoneId = "Europe/Vienna", DeviceScaleFactor = 2 });

        var stage = await OpenAsync(alice, demo.StartPage);
        await stage.SetViewportSizeAsync(Desktop.Width, Desktop.Height);
        await stage.WaitForSelectorAsync("#tile-ResourceApi .state[data-state=running]");
        // The first sign-out after a start loads and compiles what the later ones find ready; the start page then has a median to show.
        for (var round = 0; round < 2; round++)
            await SignInAndOutAsync(alice);
        await stage.ClickAsync("#tour-again");
        var a = await OpenAsync(alice, new Uri(DemoRun.ClientA, "/session"));
        await a.WaitForSelectorAsync("input[name=Password]");
        await camera.TakeAsync(a, "sign-in");
        await SignInAsync(a);
        await a.WaitForSelectorAsync("#sub");
        var b = await OpenAsync(alice, new Uri(DemoRun.ClientB, "/session"));
        await ListensAsync(b);
        var records = await OpenAsync(alice, new Uri(DemoRun.ClientB, "/records"));
        await records.WaitForSelectorAsync("#records tbody tr");
        var app = await OpenAsync(alice, DemoRun.BrowserApp);
        await app.ClickAsync("#sign-in");
        await app.WaitForSelectorAsync("#rows tr");
        await camera.TakeAsync(app, "browser-app");
        var sessions = await OpenAsync(alice, new Uri(DemoRun.Provider, "/account/sessions"));
        await camera.TakeAsync(sessions, "my-sessions");

        await a.BringToFrontAsync();
        await a.ClickAsync("#sign-out");
        await a.WaitForSelectorAsync("#signed-out");
        await b.WaitForSelectorAsync("#session-ended");
        await camera.TakeAsync(b, "signed-out-at-client-b");
        await stage.WaitForSelectorAsync("#step-watch.done");
        await stage.WaitForSelectorAsync("#stopwatch-text:has-text('the last of 4 open tabs')");
        await stage.WaitForSelectorAsync("#tile-ClientB .who[data-in=false]");
        await camera.TakeAsync(stage, "start-page");
        await stage.SetViewportSizeAsync(Phone.Width, Phone.Height);
        await camera.TakeAsync(stage, "start-page-phone");
        await stage.SetViewportSizeAsync(Desktop.Width, Desktop.Height);

        await WithTroubleAsync(alice, stage, camera);
    }

    private static async Task SignInAndOutAsync(IBrowserContext alice)
    {
        var a = await OpenAsync(alice, new Uri(DemoRun.ClientA, "/session"));
        await SignInAsync(a);
        await a.WaitForSelectorAsync("#sub");
        var b = await OpenAsync(alice, new Uri(DemoRun.ClientB, "/session"));
        await ListensAsync(b);
        await a.ClickAsync("#sign-out");
        await a.WaitForSelectorAsync("#signed-out");
        await b.WaitForSelectorAsync("#session-ended");
        await a.CloseAsync();
        await b.CloseAsync();
    }

    // Client B is stopped while the person signs out; the provider tries again until it is back.
    private static async Task WithTroubleAsync(IBrowserContext alice, IPage stage, Camera camera)
    {
        await stage.ClickAsync("#tour-again");
        var a = await OpenAsync(alice, new Uri(DemoRun.ClientA, "/session"));
        await SignInAsync(a);
        await a.WaitForSelectorAsync("#sub");
        await ListensAsync(await OpenAsync(alice, new Uri(DemoRun.ClientB, "/session")));
        await stage.ClickAsync("[data-action=stop][aria-disabled=false]");
        await stage.WaitForSelectorAsync("#tile-ClientB .state[data-state=stopped]");
        await a.ClickAsync("#sign-out");
        await stage.WaitForSelectorAsync("#step-retry.done");
        await stage.ClickAsync("[data-action=restart][aria-disabled=false]");
        await stage.WaitForSelectorAsync("#step-back.done");
        await stage.WaitForSelectorAsync("#tile-ClientB .who[data-in=false]");
        await camera.TakeAsync(stage, "start-page-recovery", wholePage: true);

        var ledger = await OpenAsync(alice, new Uri(DemoRun.Provider, "/admin/ledger"));
        await SignInAsync(ledger);
        await ledger.WaitForSelectorAsync("table");
        await ledger.SetViewportSizeAsync(Desktop.Width, Desktop.Height);
        await camera.TakeAsync(ledger, "ledger");
    }

    private static async Task<IPage> OpenAsync(IBrowserContext person, Uri address)
    {
        var page = await person.NewPageAsync();
        await page.GotoAsync(address.ToString());
        return page;
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.FillAsync("input[name=Username]", "alice");
        await page.FillAsync("input[name=Password]", "alice");
        await page.PressAsync("input[name=Password]", "Enter");
    }

    private static async Task ListensAsync(IPage page)
        => await page.WaitForFunctionAsync("() => navigator.locks.query().then(locks => locks.held.length > 0)");
}
