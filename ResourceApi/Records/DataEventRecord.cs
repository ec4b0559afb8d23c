namespace ResourceApi.Records;

/// <summary>One data event.</summary>
/// <param name="Id">Made by the API.</param>
/// <param name="Name">What happened; 1 to 200 characters.</param>
/// <param name="Description">More about it; at most 2000 characters.</param>
/// <param name="Timestamp">When it was last changed.</param>
/// <param name="ChangedBy">The <c>sub</c> of whoever changed it last.</param>
public sealed record DataEventRecord(Guid Id, string Name, string? Description, DateTimeOffset Timestamp, string ChangedBy);
