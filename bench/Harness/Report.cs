using System.Globalization;
using System.Text.Json;

namespace Bench.Harness;

/// <summary>A suite's figures: as a table for people and as JSON for later.</summary>
internal sealed class Report(IBenchSuite suite)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly List<Row> _rows = [];
    private readonly List<Goal> _goals = [];
    private readonly List<string> _notes = [];
    private readonly Machine _machine = Machine.Describe();
    private readonly DateTimeOffset _start = TimeProvider.System.GetUtcNow();

    public void Add(string name, string unit, Sample sample)
    {
        _rows.Add(new(name, unit, sample.Median, sample.Min, sample.Percentile(99), sample.Max, sample.Count));
        Progress.Keep($"{name}: {Text(sample.Median)} {unit}");
    }

    public void Add(string name, string unit, double value) => Add(name, unit, new Sample([value]));

    /// <summary>Says what is being measured right now. The table does not hold it.</summary>
    public void Doing(string what) => Progress.Say($"{suite.Name}: {what}");

    public void Note(string text) => _notes.Add(text);

    public void AtMost(string what, double limit, double figure) => _goals.Add(new(what, "at most", limit, figure, figure <= limit));

    public void AtLeast(string what, double limit, double figure) => _goals.Add(new(what, "at least", limit, figure, figure >= limit));

    public void Print(TextWriter output)
    {
        Progress.Clear();
        output.WriteLine($"\n{suite.Name}: {suite.About}");
        output.WriteLine($"{_machine.Processor}, {_machine.Cores} cores, {_machine.System}, {_machine.Runtime}, load average {_machine.LoadAverage}\n");
        var width = _rows.Max(row => row.Name.Length);
        output.WriteLine($"{"".PadRight(width)}  {"median",12} {"min",12} {"p99",12} {"max",12}  unit");
        foreach (var row in _rows)
            output.WriteLine($"{row.Name.PadRight(width)}  {Text(row.Median),12} {Text(row.Min),12} {Text(row.P99),12} {Text(row.Max),12}  {row.Unit} (n={row.Samples})");
        output.WriteLine();
        foreach (var goal in _goals)
            output.WriteLine($"{(goal.Reached ? "reached" : "MISSED "),-8} {goal.What}: {Text(goal.Figure)} ({goal.Direction} {Text(goal.Limit)})");
        foreach (var note in _notes)
            output.WriteLine(note);
    }

    public async Task WriteJsonAsync(string file)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } directory)
            Directory.CreateDirectory(directory);
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(
            new { suite = suite.Name, about = suite.About, start = _start, machine = _machine, rows = _rows, goals = _goals, notes = _notes }, Json) + "\n");
    }

    public static string Text(double value)
        => value switch
        {
            0 => "0",
            >= 1000 or <= -1000 => value.ToString("N0", CultureInfo.InvariantCulture),
            >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
            _ => value.ToString("0.###", CultureInfo.InvariantCulture),
        };

    private sealed record Row(string Name, string Unit, double Median, double Min, double P99, double Max, int Samples);

    private sealed record Goal(string What, string Direction, double Limit, double Figure, bool Reached);
}
