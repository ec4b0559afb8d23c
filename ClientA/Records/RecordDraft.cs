namespace Clients.Records;

/// <summary>A new record, as the person typed it.</summary>
public sealed record RecordDraft(string? Name, string? Description);
