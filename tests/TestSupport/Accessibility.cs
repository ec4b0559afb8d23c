using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace TestSupport;

/// <summary>The automated accessibility checks of axe-core: WCAG 2.2 A and AA, and its best practices.</summary>
public static class Accessibility
{
    private const string Run = """
        rules => axe.run(document, rules ? { runOnly: { type: 'rule', values: rules } } : { resultTypes: ['violations'] })
            .then(result => result.violations.flatMap(violation => violation.nodes.map(node => `${violation.id}: ${node.html} ${node.failureSummary}`)))
        """;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();
    private static readonly string[] Colours = ["color-contrast", "link-in-text-block"];

    // Everything on both widths and in both themes; where neither the layout nor the colours are new, only what depends on the pair.
    private static readonly (int Width, int Height, ColorScheme Theme, string[]? Rules)[] Views =
    [
        (1280, 860, ColorScheme.Light, null), (1280, 860, ColorScheme.Dark, Colours), (390, 844, ColorScheme.Dark, null), (390, 844, ColorScheme.Light, Colours),
    ];

    /// <summary>
    /// What is wrong with the page as it stands, in both themes, on a desktop and on a phone; also when it has to be scrolled sideways. Each violation
    /// is one line that says where.
    /// </summary>
    public static async Task<IReadOnlyList<string>> FindViolationsAsync(IPage page)
    {
        var found = new List<string>();
        await page.EvaluateAsync(Axe);      // by the debugger's door, which a Content-Security-Policy does not close
        foreach (var (width, height, theme, rules) in Views)
        {
            await page.SetViewportSizeAsync(width, height);
            // Colours that are on their way to other colours have no contrast yet.
            await page.EmulateMediaAsync(new() { ColorScheme = theme, ReducedMotion = ReducedMotion.Reduce });
            found.AddRange((await page.EvaluateAsync<string[]>(Run, rules)).Select(violation => $"{page.Url} ({theme}, {width} px): {violation}"));
            if (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
                found.Add($"{page.Url} ({width} px): wider than the screen");
        }

        return found;
    }
}
