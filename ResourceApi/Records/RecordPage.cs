namespace ResourceApi.Records;

/// <summary>Some of the records, newest first.</summary>
/// <param name="Items">The records.</param>
/// <param name="Total">How many there are altogether.</param>
/// <param name="MayWrite">Whether the caller may create, change and delete.</param>
public sealed record RecordPage(IReadOnlyList<DataEventRecord> Items, long Total, bool MayWrite);
