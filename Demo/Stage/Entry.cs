namespace Demo.Stage;

/// <summary>One thing that happened, as the page shows it.</summary>
/// <param name="At">By the clock of the process in which it happened; all of them run on this machine.</param>
/// <param name="App">Where, by the name of the process or client.</param>
/// <param name="Milliseconds">How long it took, where that was measured.</param>
internal sealed record Entry(DateTimeOffset At, string App, EntryKind Kind, string Text, long? Milliseconds = null);
