using System.Globalization;
using System.Net;
using System.Text;

namespace Pictures.Charts;

/// <summary>
/// Horizontal bars, one panel for each unit: the bar is the median, the line goes to the 99th percentile. The colours follow the reader's theme,
/// also where a page shows the file as an image.
/// </summary>
internal static class Chart
{
    private const int Width = 860, Margin = 24, RowHeight = 50, BarHeight = 14, Label = 110;

    private const string Style = """
        <style>
          text { font: 14px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; fill: #1a1a2b; }
          .ground { fill: #ffffff; stroke: #dfdfea; } .title { font-size: 17px; font-weight: 650; } .muted { fill: #5a5a70; font-size: 12px; }
          .value { font-weight: 650; } .grid { stroke: #dfdfea; } .bar { fill: #8d8dad; } .ours { fill: #4338ca; } .tail { stroke: #5a5a70; stroke-width: 2; }
          @media (prefers-color-scheme: dark) {
            text { fill: #ececf5; } .ground { fill: #1a1a26; stroke: #30303f; } .muted { fill: #a5a5ba; } .grid { stroke: #30303f; }
            .bar { fill: #6a6a88; } .ours { fill: #b3b2ff; } .tail { stroke: #a5a5ba; }
          }
        </style>
        """;

    // How the suites name what this project is compared with. The rest is what this project does.
    private static readonly string[] Peers =
    [
        "ConcurrentDictionary", "Redis GET", "Redis round trip", "list scan", "raw verification", "bare ", "empty", "pasted", "by hand", "without", "get:", "JWT:",
    ];

    public static string Draw(Suite suite)
    {
        var body = new StringBuilder();
        var y = Margin + 14;
        Text(body, Margin, y, "title", $"{char.ToUpperInvariant(suite.About[0])}{suite.About[1..]}", Width - 2 * Margin, ref y);
        // A single figure has nothing beside it that a bar could be compared with.
        foreach (var panel in suite.Rows.GroupBy(row => row.Unit).Where(rows => rows.Skip(1).Any()))
            y = Panel(body, [.. panel], panel.Key, y + 18);
        var machine = suite.Machine;
        Text(body, Margin, y + 22, "muted", $"Bar: median, line: 99th percentile. {machine.Processor}, {machine.Cores} cores, {machine.Runtime}, load average {machine.LoadAverage}, "
            + $"{suite.Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.", Width - 2 * Margin, ref y);
        var height = y + Margin;
        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" width="{Width}" height="{height}" role="img" aria-label="{Escape(suite.About)}">
            {Style}
            <rect class="ground" x="0.5" y="0.5" width="{Width - 1}" height="{height - 1}" rx="10"/>
            {body}</svg>

            """);
    }

    private static int Panel(StringBuilder body, IReadOnlyList<SuiteRow> rows, string unit, int top)
    {
        var scale = new Scale(rows, Width - 2 * Margin - Label);
        var bottom = top + 16 + rows.Count * RowHeight;
        Line(body, Margin, top + 8, "muted", scale.IsLogarithmic ? $"{unit}, logarithmic" : unit);
        foreach (var tick in scale.Ticks)
        {
            var x = Margin + scale.Place(tick);
            body.AppendLine(CultureInfo.InvariantCulture, $"""<line class="grid" x1="{x:0.#}" x2="{x:0.#}" y1="{top + 16}" y2="{bottom}"/>""");
            Line(body, x, bottom + 14, "muted", Scale.Text(tick));
        }

        for (var i = 0; i < rows.Count; i++)
            Row(body, rows[i], scale, top + 16 + i * RowHeight);
        return bottom + 14;
    }

    private static void Row(StringBuilder body, SuiteRow row, Scale scale, int top)
    {
        var (bar, tail, middle) = (scale.Place(row.Median), scale.Place(row.P99), top + 26 + BarHeight / 2.0);
        var kind = Array.Exists(Peers, word => row.Name.Contains(word, StringComparison.Ordinal)) ? "bar" : "ours";
        Line(body, Margin, top + 20, "name", row.Name);
        body.AppendLine(CultureInfo.InvariantCulture, $"""<rect class="{kind}" x="{Margin}" y="{top + 26}" width="{Math.Max(1, bar):0.#}" height="{BarHeight}" rx="3"/>""");
        if (row.Samples > 1 && tail > bar)
            body.AppendLine(CultureInfo.InvariantCulture, $"""<line class="tail" x1="{Margin + bar:0.#}" x2="{Margin + tail:0.#}" y1="{middle:0.#}" y2="{middle:0.#}"/>""");
        Line(body, Margin + Math.Max(bar, row.Samples > 1 ? tail : 0) + 8, middle + 5, "value", Scale.Text(row.Median));
    }

    private static void Line(StringBuilder body, double x, double y, string kind, string text)
        => body.AppendLine(CultureInfo.InvariantCulture, $"""<text class="{kind}" x="{x:0.#}" y="{y:0.#}">{Escape(text)}</text>""");

    /// <summary>Several lines where one is too long: SVG does not break them by itself.</summary>
    private static void Text(StringBuilder body, double x, int y, string kind, string text, int width, ref int end)
    {
        var letters = (int)(width / (kind == "title" ? 9.9 : 6.6));
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + word.Length >= letters)
            {
                Line(body, x, y, kind, line);
                (line, y) = ("", y + 20);
            }

            line += line.Length == 0 ? word : " " + word;
        }

        Line(body, x, y, kind, line);
        end = y;
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
