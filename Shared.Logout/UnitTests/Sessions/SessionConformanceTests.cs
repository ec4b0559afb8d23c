using System.Reflection;
using System.Text.RegularExpressions;
using Shared.Logout.UnitTests.Documents;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>Keeps section B of docs/conformance.md honest. Where this folder was copied out alone there is no such page, and nothing to keep.</summary>
public sealed partial class SessionConformanceTests
{
    private const int Rows = 66;

    [Fact]
    public void Every_row_of_the_sessions_names_a_test_that_exists()
    {
        if (Page.Read("conformance.md") is not { } page)
            return;
        var faults = new List<string>();
        for (var i = 1; i <= Rows; i++)
        {
            var id = $"B-{i:000}";
            var rows = page.Split('\n').Where(line => line.StartsWith($"| {id} |", StringComparison.Ordinal)).ToList();
            if (rows.Count != 1)
                faults.Add($"{id} stands {rows.Count} times.");
            else
                faults.AddRange(Check(id, rows[0]));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static IEnumerable<string> Check(string id, string row)
    {
        var tests = row.Split('|')[^2];
        var names = TestName().Matches(tests).ToList();
        if (names.Count == 0)
            yield return $"{id} names no test.";
        foreach (var name in names)
        {
            var (type, method) = (name.Groups["class"].Value, name.Groups["method"].Value);
            // Tests of the federation and of the sign-in handler are other projects, so only their source can be asked.
            var here = typeof(SessionConformanceTests).Assembly.GetType($"Shared.Logout.UnitTests.Sessions.{type}");
            var exists = here is null ? TestNames.Contain(type, method) : here.GetMethod(method)?.GetCustomAttribute<FactAttribute>() is not null;
            if (!exists)
                yield return $"{id} names {name.Value}, which is no test.";
        }
    }

    [GeneratedRegex(@"`(?:(?<class>\w+)\.)?(?<method>\w+)`")]
    private static partial Regex TestName();
}
