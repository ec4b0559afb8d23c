namespace Clients.Records;

/// <summary>One record, as ResourceApi states it.</summary>
public sealed record DataEventRecord(string Name, string? Description, DateTimeOffset Timestamp);
