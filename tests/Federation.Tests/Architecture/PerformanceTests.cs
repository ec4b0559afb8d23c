using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using TestSupport;

namespace Federation.Tests.Architecture;

/// <summary>docs/performance.md says what bench/results says.</summary>
public sealed partial class PerformanceTests
{
    public static TheoryData<string> Suites => [.. Page().Select(block => block.Groups["suite"].Value)];

    [Theory]
    [MemberData(nameof(Suites))]
    public void The_figures_on_the_page_are_those_that_were_measured(string suite)
    {
        var block = Page().Single(it => it.Groups["suite"].Value == suite).Groups["tables"].Value;
        var rows = Row().Matches(block).Select(row => row.Value.Trim('|', '\n').Split('|').Select(cell => cell.Trim()).ToArray()).ToList();

        if (!File.Exists(Repository.PathOf("bench", "results", $"{suite}.json")))
        {
            Assert.Empty(rows);
            return;
        }

        using var json = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("bench", "results", $"{suite}.json")));
        var goals = rows.Where(row => row.Length == 4 && row[3] is "reached" or "**missed**").ToList();
        Assert.Equal(json.RootElement.GetProperty("goals").EnumerateArray().Select(goal => goal.GetProperty("what").GetString()), goals.Select(goal => goal[0]));
        foreach (var (measured, written) in json.RootElement.GetProperty("goals").EnumerateArray().Zip(goals))
        {
            AssertSame(measured, "figure", written[2]);
            Assert.Equal(measured.GetProperty("reached").GetBoolean(), written[3] == "reached");
        }

        var figures = rows.Where(row => row.Length == 6 && row[0] != "measured" && !row[0].StartsWith('-')).ToList();
        Assert.Equal(json.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("name").GetString()), figures.Select(row => row[0]));
        foreach (var (measured, written) in json.RootElement.GetProperty("rows").EnumerateArray().Zip(figures))
        {
            foreach (var (name, cell) in (ReadOnlySpan<(string, string)>)[("median", written[1]), ("min", written[2]), ("p99", written[3]), ("max", written[4])])
                AssertSame(measured, name, cell);
        }
    }

    // The page rounds to at least two digits.
    private static void AssertSame(JsonElement measured, string name, string written)
    {
        var figure = measured.GetProperty(name).GetDouble();
        Assert.InRange(double.Parse(written, CultureInfo.InvariantCulture), figure - (0.005 * Math.Abs(figure)) - 0.0005, figure + (0.005 * Math.Abs(figure)) + 0.0005);
    }

    private static MatchCollection Page() => Block().Matches(File.ReadAllText(Repository.PathOf("docs", "performance.md")));

    [GeneratedRegex(@"<!-- figures: (?<suite>\w+) -->\n(?<tables>.*?)<!-- end of figures -->", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\|.*\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
