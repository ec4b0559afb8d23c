namespace Pictures.Charts;

/// <summary>One measured thing.</summary>
internal sealed record SuiteRow(string Name, string Unit, double Median, double Min, double P99, int Samples);
