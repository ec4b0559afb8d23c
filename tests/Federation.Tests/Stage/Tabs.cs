using Microsoft.Playwright;

namespace Federation.Tests.Stage;

/// <summary>What a test knows about open tabs.</summary>
internal static class Tabs
{
    /// <summary>
    /// Returns when this tab knows its session, and the session is listened to: the tab that holds the lock opens the stream. A sign-out before that
    /// would be noticed too, only later.
    /// </summary>
    public static async Task ListenAsync(IPage page)
        => await page.WaitForFunctionAsync("""
            () => {
                const probe = `probe ${Math.random()}`;     // tells which of all tabs' locks are this one's
                return navigator.locks.request(probe, () => navigator.locks.query()).then(({ held, pending }) => {
                    const tab = held.find(lock => lock.name === probe).clientId;
                    const isOurs = lock => lock.name.startsWith('session-events ');
                    return held.some(isOurs) && [...held, ...pending].some(lock => isOurs(lock) && lock.clientId === tab);
                });
            }
            """);

    /// <summary>A mark that a reload would take away, and text that nobody has sent.</summary>
    public static async Task TypeAsync(IPage page, string field, string text)
    {
        await page.FillAsync(field, text);
        await page.EvaluateAsync("window.neverReloaded = true");
    }

    /// <summary>The tab says where and when, in the person's zone, offers a way back, has not been reloaded, and still holds what was typed.</summary>
    public static async Task HasTurnedAsync(IPage page, string where, string field, string text, string notice = "#session-ended")
    {
        await page.WaitForSelectorAsync($"{notice}:not([hidden])");
        var now = await page.EvaluateAsync<string>("new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })");
        var before = await page.EvaluateAsync<string>("new Date(Date.now() - 60000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })");
        var said = await page.InnerTextAsync(notice);
        Assert.True(
            said.Contains($"You were signed out at {where}, {now}.", StringComparison.Ordinal) || said.Contains($"You were signed out at {where}, {before}.", StringComparison.Ordinal),
            $"It is {now}, and the page says: {said}");
        Assert.Equal("alert", await page.GetAttributeAsync(notice, "role"));
        Assert.StartsWith("Sign in", await page.InnerTextAsync($"{notice} a, {notice} button"), StringComparison.Ordinal);
        Assert.Equal(text, await page.InputValueAsync(field));
        Assert.True(await page.EvaluateAsync<bool>("window.neverReloaded === true"));
    }
}
