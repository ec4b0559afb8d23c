using Federation.Tests.Processes;
using Microsoft.Playwright;

namespace Federation.Tests.FullServerLogout;

/// <summary>The browser app in one tab.</summary>
internal sealed class AppPage
{
    private AppPage(IPage page) => Page = page;

    public IPage Page { get; }

    /// <summary>Opens the app and signs in, with a password when the provider asks for one.</summary>
    public static async Task<AppPage> SignInAsync(Person person, FullServer server, string? user)
    {
        var app = new AppPage(await person.OpenAsync(server.Apps.ResourceApi, "/app/"));
        await app.Page.ClickAsync("#sign-in");
        if (user is not null)
            await Person.SignInAsync(app.Page, user);
        await app.ShowsRecordsAsync();
        // Gone after a reload: with it a test sees that the page noticed by itself.
        await app.Page.EvaluateAsync("window.neverReloaded = true");
        return app;
    }

    public Task ShowsRecordsAsync() => Page.WaitForSelectorAsync("#rows tr");

    public Task<int> RowsAsync() => Page.Locator("#rows tr").CountAsync();

    public ILocator Row(string text) => Page.Locator("#rows tr", new() { HasText = text });

    /// <summary>Without a click and without a reload: the data is gone and the page says why.</summary>
    public async Task HasNoticedAsync()
    {
        await Page.WaitForSelectorAsync("#banner:not([hidden])");
        Assert.Contains("You were signed out", await Page.InnerTextAsync("#banner"), StringComparison.Ordinal);
        Assert.Equal(0, await RowsAsync());
        Assert.True(await Page.IsHiddenAsync("#editor"));
        Assert.Equal("", await Page.InputValueAsync("#name"));
        Assert.True(await Page.EvaluateAsync<bool>("window.neverReloaded === true"));
        Assert.Equal(0, await Page.EvaluateAsync<int>("Object.keys(sessionStorage).filter(key => key.startsWith('oidc.user:')).length"));
    }

    /// <summary>What somebody at the keyboard could try next: the token is gone from the page, and the API refuses requests.</summary>
    public Task<int> StatusOfAsync(string token) => Page.EvaluateAsync<int>(
        "token => fetch('/api/data-event-records', { headers: { Authorization: `Bearer ${token}` } }).then(answer => answer.status)", token);

    /// <summary>As an hour later: the access token is over, by its own time and at the API, and the session is not.</summary>
    public Task LetTheTokenRunOutAsync() => Page.EvaluateAsync(
        """
        () => {
          const key = Object.keys(sessionStorage).find(key => key.startsWith('oidc.user:'));
          const user = JSON.parse(sessionStorage.getItem(key));
          sessionStorage.setItem(key, JSON.stringify({ ...user, access_token: 'over', expires_at: 1 }));
        }
        """);

    public Task<string> TokenAsync() => Page.EvaluateAsync<string>(
        "JSON.parse(sessionStorage.getItem(Object.keys(sessionStorage).find(key => key.startsWith('oidc.user:')))).access_token");
}
