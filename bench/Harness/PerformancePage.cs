using System.Text.Json;
using System.Text.RegularExpressions;
using TestSupport;

namespace Bench.Harness;

/// <summary>Writes the figures of bench/results into docs/performance.md, so that nobody copies a number by hand.</summary>
internal static partial class PerformancePage
{
    public static async Task<int> WriteAsync()
    {
        var page = Repository.PathOf("docs", "performance.md");
        var text = await File.ReadAllTextAsync(page);
        var written = Block().Replace(text, block => $"<!-- figures: {block.Groups["suite"].Value} -->\n{Tables(block.Groups["suite"].Value)}<!-- end of figures -->");
        await File.WriteAllTextAsync(page, written);
        Console.WriteLine($"{page}: {Block().Count(written)} suites{(written == text ? ", as before" : "")}");
        return 0;
    }

    private static string Tables(string suite)
    {
        var file = Repository.PathOf("bench", "results", $"{suite}.json");
        if (!File.Exists(file))
            return "No figures yet.\n";
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        var json = document.RootElement;
        var lines = new List<string>();
        if (json.GetProperty("goals").GetArrayLength() > 0)
            lines.AddRange(["| goal | limit | figure | |", "|---|---|---|---|", .. json.GetProperty("goals").EnumerateArray().Select(Goal), ""]);
        lines.AddRange(["| measured | median | min | p99 | max | unit |", "|---|---|---|---|---|---|", .. json.GetProperty("rows").EnumerateArray().Select(Row), ""]);
        lines.Add(string.Join("; ", json.GetProperty("notes").EnumerateArray().Select(note => note.GetString())));
        var machine = json.GetProperty("machine");
        lines.Add($"{json.GetProperty("start").GetString()![..16].Replace('T', ' ')} UTC, {Word(machine, "processor")}, {machine.GetProperty("cores")} cores, "
            + $"{Word(machine, "system")}, {Word(machine, "runtime")}, load average before the run {Word(machine, "loadAverage")}.");
        return string.Join('\n', lines) + "\n";
    }

    private static string Goal(JsonElement goal)
        => $"| {Word(goal, "what")} | {Word(goal, "direction")} {Number(goal, "limit")} | {Number(goal, "figure")} | {(goal.GetProperty("reached").GetBoolean() ? "reached" : "**missed**")} |";

    private static string Row(JsonElement row)
        => $"| {Word(row, "name")} | {Number(row, "median")} | {Number(row, "min")} | {Number(row, "p99")} | {Number(row, "max")} | {Word(row, "unit")} |";

    private static string Word(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static string Number(JsonElement json, string name) => Report.Text(json.GetProperty(name).GetDouble());

    [GeneratedRegex(@"<!-- figures: (?<suite>\w+) -->\n.*?<!-- end of figures -->", RegexOptions.Singleline)]
    private static partial Regex Block();
}
