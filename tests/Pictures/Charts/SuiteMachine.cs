namespace Pictures.Charts;

/// <summary>Where the figures come from; it stands below each chart.</summary>
internal sealed record SuiteMachine(string Processor, int Cores, string Runtime, string LoadAverage);
