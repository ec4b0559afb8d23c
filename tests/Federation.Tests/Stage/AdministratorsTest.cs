using Federation.Tests.Processes;
using Microsoft.Playwright;
using TestSupport;

namespace Federation.Tests.Stage;

/// <summary>The button with which an administrator tests whether a client hears a logout.</summary>
internal static class AdministratorsTest
{
    /// <summary>Presses it until the answer has this in it: a client that has just been started may take longer than an attempt may.</summary>
    public static async Task<IPage> AnswersAsync(Person admin, AppProcess provider, string client, string answer)
    {
        var page = await admin.OpenAsync(provider, "/admin/clients");
        await Until.IsTrueAsync(async () =>
        {
            await page.ClickAsync($"#{client} button");
            return (await page.InnerTextAsync($"#{client} .note")).Contains(answer, StringComparison.Ordinal);
        }, what: $"the test of {client} answers {answer}");
        return page;
    }
}
