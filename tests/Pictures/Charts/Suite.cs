using System.Text.Json.Serialization;

namespace Pictures.Charts;

/// <summary>One file of bench/results, as far as a chart needs it.</summary>
internal sealed record Suite(
    [property: JsonPropertyName("suite")] string Name, string About, DateTimeOffset Start, SuiteMachine Machine, IReadOnlyList<SuiteRow> Rows);
