using Microsoft.Playwright;
using TestSupport;

namespace Federation.Tests.Processes;

/// <summary>One Chromium for a test class; each person gets cookies of their own.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private Browser? _browser;

    public async Task InitializeAsync() => _browser = await Browser.StartAsync();

    public async Task<Person> PersonAsync(BrowserNewContextOptions? options = null) => new(await _browser!.NewContextAsync(options));

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
    }
}
