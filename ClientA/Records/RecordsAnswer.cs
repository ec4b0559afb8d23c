namespace Clients.Records;

/// <summary>What came of asking for records.</summary>
/// <param name="Draft">What the person typed, when it could not be saved.</param>
public sealed record RecordsAnswer(RecordsOutcome Outcome, RecordPage? Page = null, RecordDraft? Draft = null);
