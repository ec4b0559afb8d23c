using System.Collections.Concurrent;
using Microsoft.Playwright;
using TestSupport;

namespace Federation.Tests.Processes;

/// <summary>Somebody with a browser: what they do, and what they can see.</summary>
public sealed class Person : IAsyncDisposable
{
    private readonly IBrowserContext _browser;
    private readonly ConcurrentQueue<string> _complaints = new();

    public Person(IBrowserContext browser)
    {
        _browser = browser;
        browser.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
                _complaints.Enqueue($"{message.Page?.Url}: {message.Text}");
        };
        browser.WebError += (_, error) => _complaints.Enqueue($"{error.Page?.Url}: {error.Error}");
    }

    /// <summary>What the browser complained about so far: scripts that failed, and whatever a Content-Security-Policy stopped.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Opens the protected page of a client in a new tab.</summary>
    public async Task<IPage> OpenAsync(AppProcess client, string path = "/session")
    {
        var page = await _browser.NewPageAsync();
        await page.GotoAsync(new Uri(client.Address, path).ToString());
        return page;
    }

    /// <summary>Opens any page in a new tab.</summary>
    public async Task<IPage> OpenPageAsync(Uri address)
    {
        var page = await _browser.NewPageAsync();
        await page.GotoAsync(address.ToString());
        return page;
    }

    /// <summary>Opens a client, signs in at the provider when asked, and arrives at the protected page.</summary>
    public async Task<IPage> SignInAsync(AppProcess client, string user = "alice")
    {
        var page = await OpenAsync(client);
        await SignInAsync(page, user);
        await SeesAsync(page, "#sub");
        return page;
    }

    /// <summary>The cookies that this browser sends to the application, as somebody who copied them would have them.</summary>
    public Task<IReadOnlyList<BrowserContextCookiesResult>> CookiesAsync(AppProcess app) => _browser.CookiesAsync([app.Address.ToString()]);

    public Task PutCookiesAsync(IEnumerable<BrowserContextCookiesResult> cookies)
        => _browser.AddCookiesAsync(cookies.Select(cookie => new Cookie
        {
            Name = cookie.Name,
            Value = cookie.Value,
            Domain = cookie.Domain,
            Path = cookie.Path,
            Expires = cookie.Expires,
            HttpOnly = cookie.HttpOnly,
            SameSite = cookie.SameSite,
        }));

    public static async Task SignInAsync(IPage page, string user = "alice")
    {
        await page.FillAsync("input[name=Username]", user);
        await page.FillAsync("input[name=Password]", user);
        await page.PressAsync("input[name=Password]", "Enter");
    }

    /// <summary>Clicks sign-out at a client and returns when the browser is back there.</summary>
    public static async Task SignOutAsync(IPage page, AppProcess client)
    {
        await page.ClickAsync("#sign-out");
        await SeesAsync(page, "#signed-out");
        Assert.Equal(new Uri(client.Address, "/account/signed-out").ToString(), page.Url);
    }

    /// <summary>
    /// The next request of a tab that was left open. By address, because the page may have noticed the end of its session by itself and look different now.
    /// </summary>
    public static Task ClickAsync(IPage page, AppProcess client) => page.GotoAsync(new Uri(client.Address, "/session").ToString());

    public static Task<string> SubjectAsync(IPage page) => page.InnerTextAsync("#sub");

    public static Task<string> SessionAsync(IPage page) => page.InnerTextAsync("#sid");

    /// <summary>Whether the page asks for a password, which is where somebody who is signed out everywhere must end up.</summary>
    public static async Task<bool> IsAskedToSignInAsync(IPage page, AppProcess provider)
    {
        await SeesAsync(page, "#sub, input[name=Password]");
        return await page.QuerySelectorAsync("input[name=Password]") is not null && page.Url.StartsWith(provider.Address.ToString(), StringComparison.Ordinal);
    }

    private static async Task SeesAsync(IPage page, string selector)
    {
        try
        {
            await page.WaitForSelectorAsync(selector);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"No {selector} at {page.Url}, where it says:\n{await page.InnerTextAsync("body")}");
        }
    }

    public async ValueTask DisposeAsync() => await _browser.DisposeAsync();
}
