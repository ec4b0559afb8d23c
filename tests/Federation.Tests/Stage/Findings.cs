using Federation.Tests.Processes;
using Microsoft.Playwright;
using TestSupport;

namespace Federation.Tests.Stage;

/// <summary>What axe-core found on the pages of one test, told at its end, so that one run tells everything.</summary>
internal sealed class Findings
{
    private readonly List<string> _violations = [];

    public async Task LookAtAsync(IPage page) => _violations.AddRange(await Accessibility.FindViolationsAsync(page));

    /// <summary>No page had a violation, and the browser complained of nothing.</summary>
    public void AreNone(Person person)
    {
        Assert.True(_violations.Count == 0, string.Join('\n', _violations));
        Assert.Empty(person.Complaints);
    }
}
