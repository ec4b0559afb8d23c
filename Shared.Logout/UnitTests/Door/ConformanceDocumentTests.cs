using System.Reflection;
using System.Text.RegularExpressions;
using Shared.Logout.UnitTests.Documents;

namespace Shared.Logout.UnitTests.Door;

/// <summary>Keeps docs/conformance.md honest. Where this folder was copied out alone there is no such page, and nothing to keep.</summary>
public sealed partial class ConformanceDocumentTests
{
    private const int RowsOfTheDoor = 198;

    // About the provider's endpoints and APIs; they are tested where those live.
    private static readonly HashSet<string> OfTheFederation = ["A-163", "A-164", "A-165", "A-166", "A-167", "A-168"];

    [Fact]
    public void Every_row_names_a_test_that_exists_and_covers_it()
    {
        if (Page.Read("conformance.md") is not { } page)
            return;
        var rows = page.Split('\n').Select(line => Row().Match(line)).Where(m => m.Success).ToLookup(m => m.Groups["id"].Value, m => m.Groups["rest"].Value);
        var faults = new List<string>();
        for (var i = 1; i <= RowsOfTheDoor; i++)
        {
            var id = $"A-{i:000}";
            if (rows[id].Count() != 1)
                faults.Add($"{id} stands {rows[id].Count()} times.");
            else if (OfTheFederation.Contains(id))
                faults.AddRange(CheckElsewhere(id, rows[id].Single()));
            else
                faults.AddRange(Check(id, rows[id].Single()));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static IEnumerable<string> Check(string id, string row)
    {
        var names = TestName().Matches(row).Select(m => (Class: m.Groups["class"].Value, Method: m.Groups["method"].Value)).ToList();
        if (names.Count == 0)
            yield return $"{id} names no test.";
        foreach (var (className, method) in names)
        {
            var test = typeof(ConformanceDocumentTests).Assembly.GetType($"Shared.Logout.UnitTests.Door.{className}")?.GetMethod(method);
            if (test is null || !test.GetCustomAttributes<FactAttribute>().Any())
                yield return $"{id} names {className}.{method}, which is no test.";
            else if (!Covered(test).Contains(id))
                yield return $"{id} names {className}.{method}, which has no case for it.";
        }
    }

    private static IEnumerable<string> CheckElsewhere(string id, string row)
    {
        var names = TestName().Matches(row).Select(m => (Class: m.Groups["class"].Value, Method: m.Groups["method"].Value)).ToList();
        if (names.Count == 0)
            yield return $"{id} names no test.";
        foreach (var (className, method) in names.Where(name => !TestNames.Contain(name.Class, name.Method)))
            yield return $"{id} names {className}.{method}, which is no test.";
    }

    private static HashSet<string> Covered(MethodInfo test)
    {
        var byTrait = test.GetCustomAttributesData()
            .Where(a => a.AttributeType == typeof(TraitAttribute) && (string?)a.ConstructorArguments[0].Value == "Row")
            .Select(a => (string)a.ConstructorArguments[1].Value!);
        var byCase = test.GetCustomAttributes<MemberDataAttribute>()
            .SelectMany(data => data.GetData(test))
            .Select(arguments => arguments[0] is string { Length: > 5 } name ? name[..5] : "");
        return [.. byTrait, .. byCase];
    }

    [GeneratedRegex(@"^\| (?<id>A-\d{3}) \|(?<rest>.*)$")]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<class>\w+Tests)\.(?<method>\w+)`")]
    private static partial Regex TestName();
}
