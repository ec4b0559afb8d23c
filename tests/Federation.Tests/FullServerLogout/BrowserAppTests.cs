using Federation.Tests.Processes;
using Microsoft.Playwright;

namespace Federation.Tests.FullServerLogout;

/// <summary>The single-page app in Chromium, alone and beside the other applications.</summary>
[Collection(OneFullServer.Name)]
public sealed class BrowserAppTests(FullServer server, BrowserFixture browser)
{
    private readonly RealFederation _apps = server.Apps;

    [Fact]
    public async Task An_administrator_signs_in_edits_records_and_signs_out()
    {
        await using var alice = await browser.PersonAsync();
        var errors = new List<string>();
        var app = await AppPage.SignInAsync(alice, server, "alice");
        app.Page.PageError += (_, error) => errors.Add(error);
        app.Page.Console += (_, message) => { if (message.Type == "error") errors.Add(message.Text); };
        Assert.Equal("Alice Adams", await app.Page.InnerTextAsync("#who"));
        Assert.Equal("/app/", new Uri(app.Page.Url).PathAndQuery);

        await app.Page.FillAsync("#name", "Lift stuck <b>between</b> floors");
        await app.Page.ClickAsync("#editor button[type=submit]");
        await app.Row("Lift stuck <b>between</b> floors").GetByText("Change").ClickAsync();
        await app.Page.FillAsync("#name", "Lift runs again");
        await app.Page.ClickAsync("#editor button[type=submit]");
        await app.Row("Lift runs again").WaitForAsync();
        Assert.Equal(0, await app.Row("Lift stuck").CountAsync());
        await app.Row("Lift runs again").GetByText("Delete").ClickAsync();
        await app.Row("Lift runs again").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Empty(errors);
        var token = await app.TokenAsync();
        Assert.DoesNotContain('.', token);      // a reference

        await app.Page.ClickAsync("#sign-out");
        await app.Page.WaitForSelectorAsync("#sign-in");

        Assert.Equal(401, await app.StatusOfAsync(token));
        await app.Page.ClickAsync("#sign-in");
        await app.Page.WaitForSelectorAsync("input[name=Password]");
    }

    [Fact]
    public async Task A_token_that_ran_out_while_the_machine_slept_is_renewed_and_nobody_is_told_of_a_sign_out()
    {
        await using var alice = await browser.PersonAsync();
        var app = await AppPage.SignInAsync(alice, server, "alice");

        await app.LetTheTokenRunOutAsync();
        await app.Page.FillAsync("#name", "Written after the lid was opened");
        await app.Page.ClickAsync("#editor button[type=submit]");
        await app.Row("Written after the lid was opened").WaitForAsync();
        Assert.True(await app.Page.IsHiddenAsync("#banner"));

        await app.LetTheTokenRunOutAsync();
        await app.Page.ReloadAsync();
        await app.ShowsRecordsAsync();
        await app.Row("Written after the lid was opened").GetByText("Delete").ClickAsync();
        await app.Row("Written after the lid was opened").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    [Fact]
    public async Task A_reader_sees_the_records_and_no_button_that_would_be_refused()
    {
        await using var bob = await browser.PersonAsync();
        var app = await AppPage.SignInAsync(bob, server, "bob");

        Assert.True(await app.Page.IsHiddenAsync("#editor"));
        Assert.Equal(0, await app.Page.Locator("#rows button").CountAsync());
    }

    [Theory, InlineData(ColorScheme.Light, 1280), InlineData(ColorScheme.Light, 360), InlineData(ColorScheme.Dark, 360)]
    public async Task The_app_fits_a_phone_and_every_button_can_be_hit(ColorScheme colors, int width)
    {
        await using var alice = await browser.PersonAsync(new() { ColorScheme = colors, ViewportSize = new() { Width = width, Height = 740 } });
        var app = await AppPage.SignInAsync(alice, server, "alice");

        Assert.True(await app.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        var heights = await app.Page.EvaluateAsync<float[]>("[...document.querySelectorAll('button')].filter(b => b.offsetParent).map(b => b.getBoundingClientRect().height)");
        Assert.NotEmpty(heights);
        Assert.All(heights, height => Assert.True(height >= 44, $"{height} px"));
    }

    [Fact]
    public async Task Two_browsers_of_one_person_are_independent_until_one_signs_out_the_others()
    {
        await using var here = await browser.PersonAsync();
        await using var there = await browser.PersonAsync();
        await using var third = await browser.PersonAsync();
        var appHere = await AppPage.SignInAsync(here, server, "alice");
        var appThere = await AppPage.SignInAsync(there, server, "alice");
        var appThird = await AppPage.SignInAsync(third, server, "alice");
        var (tokenThere, tokenThird) = (await appThere.TokenAsync(), await appThird.TokenAsync());

        await appHere.Page.ClickAsync("#sign-out");
        await appHere.Page.WaitForSelectorAsync("#sign-in");
        Assert.Equal(200, await appThere.StatusOfAsync(tokenThere));
        Assert.True(await appThere.RowsAsync() > 0);

        var sessions = await there.OpenAsync(_apps.Provider, "/account/sessions");
        await sessions.ClickAsync("text=Sign out the others");

        await appThird.HasNoticedAsync();
        Assert.Equal(401, await appThird.StatusOfAsync(tokenThird));
        Assert.Equal(200, await appThere.StatusOfAsync(tokenThere));
    }

    [Theory, InlineData("ClientA"), InlineData("ClientB"), InlineData("BrowserApp"), InlineData("Provider")]
    public async Task A_sign_out_anywhere_takes_the_records_from_every_open_page(string place)
    {
        await using var alice = await browser.PersonAsync();
        await using var bob = await browser.PersonAsync();
        var app = await AppPage.SignInAsync(alice, server, "alice");
        var token = await app.TokenAsync();
        var a = await RecordsAsync(alice, _apps.ClientA);
        var b = await RecordsAsync(alice, _apps.ClientB);
        var bobs = await AppPage.SignInAsync(bob, server, "bob");
        await (place switch
        {
            "ClientA" => Person.SignOutAsync(await alice.OpenAsync(_apps.ClientA), _apps.ClientA),
            "ClientB" => Person.SignOutAsync(await alice.OpenAsync(_apps.ClientB), _apps.ClientB),
            "BrowserApp" => SignOutAsync(app),
            _ => SignOutAtProviderAsync(alice),
        });

        Assert.Equal(401, await app.StatusOfAsync(token));
        if (place != "BrowserApp")
            await app.HasNoticedAsync();
        foreach (var page in (IPage[])[a, b])
        {
            Assert.Equal(401, await page.EvaluateAsync<int>("fetch('/records/data').then(answer => answer.status)"));
            await page.WaitForFunctionAsync("document.querySelectorAll('#records tbody tr').length === 0");
        }

        Assert.Equal(200, await bobs.StatusOfAsync(await bobs.TokenAsync()));
        Assert.True(await bobs.RowsAsync() > 0);
    }

    [Theory, InlineData("Sign out everywhere"), InlineData("Disable")]
    public async Task What_an_administrator_does_reaches_every_open_page_in_every_browser(string button)
    {
        await using var alice = await browser.PersonAsync();
        await using var bob = await browser.PersonAsync();
        await using var bobElsewhere = await browser.PersonAsync();
        var elsewhere = await AppPage.SignInAsync(bobElsewhere, server, "bob");
        var recordsElsewhere = await RecordsAsync(bobElsewhere, _apps.ClientB);
        var app = await AppPage.SignInAsync(bob, server, "bob");
        var token = await app.TokenAsync();
        var records = await RecordsAsync(bob, _apps.ClientA);
        await alice.SignInAsync(_apps.ClientA);
        var page = await alice.OpenAsync(_apps.Provider, "/admin/users");
        await page.GetByRole(AriaRole.Link, new() { Name = "bob", Exact = true }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        try
        {
            foreach (var open in (AppPage[])[app, elsewhere])
                await open.HasNoticedAsync();
            Assert.Equal(401, await app.StatusOfAsync(token));
            foreach (var open in (IPage[])[records, recordsElsewhere])
                await open.WaitForFunctionAsync("document.querySelectorAll('#records tbody tr').length === 0");
        }
        finally
        {
            if (button == "Disable")
            {
                await page.GetByRole(AriaRole.Button, new() { Name = "Enable", Exact = true }).ClickAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = "Disable", Exact = true }).WaitForAsync();
            }
        }
    }

    private static async Task<IPage> RecordsAsync(Person person, TestSupport.AppProcess client)
    {
        var page = await person.OpenAsync(client, "/records");
        await page.WaitForSelectorAsync("#records tbody tr");
        return page;
    }

    private static async Task SignOutAsync(AppPage app)
    {
        await app.Page.ClickAsync("#sign-out");
        await app.Page.WaitForSelectorAsync("#sign-in");
    }

    private async Task SignOutAtProviderAsync(Person person)
    {
        var page = await person.OpenAsync(_apps.Provider, "/account/logout");
        await page.ClickAsync("button[name=answer][value=yes]");
        await page.WaitForSelectorAsync("#badge");
    }
}
