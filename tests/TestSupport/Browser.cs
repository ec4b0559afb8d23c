using Microsoft.Playwright;

namespace TestSupport;

/// <summary>Chromium, started once per test collection. Each context is a browser of its own: other cookies, other person.</summary>
public sealed class Browser : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--renderer-process-limit=1",       // a process for each page of each person would be most of the work
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static async Task<Browser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        var chromium = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Executable(),
            Args = Arguments,
            Timeout = (float)Until.Deadline.TotalMilliseconds,
        });
        return new Browser(playwright, chromium);
    }

    /// <summary>A browser without cookies. Every wait in it has a deadline that a slow machine does not reach.</summary>
    public async Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions? options = null)
    {
        var context = await _browser.NewContextAsync(options);
        context.SetDefaultTimeout((float)Until.Deadline.TotalMilliseconds);
        context.SetDefaultNavigationTimeout((float)Until.Deadline.TotalMilliseconds);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static string Executable()
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(directory => Names.Select(name => Path.Combine(directory, name)))
            .FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException("Chromium is missing: install the package 'chromium', or run test.sh as root.");
}
