namespace Clients.Records;

/// <summary>The newest records, as ResourceApi states them.</summary>
public sealed record RecordPage(IReadOnlyList<DataEventRecord> Items, long Total, bool MayWrite);
