namespace IdentityHost.EndSession;

/// <summary>One call of the door: its name, its time, and the trace that its deliveries belong to.</summary>
internal sealed record EndingContext(string BatchId, DateTimeOffset Now, string? TraceParent);
