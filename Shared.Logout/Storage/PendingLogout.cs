namespace Shared.Logout.Storage;

/// <summary>A logout on its way to the disk.</summary>
internal sealed class PendingLogout(RevocationKey tokenId, DateTimeOffset tokenExpiresAt, IReadOnlyList<Revocation> revocations)
{
    private readonly TaskCompletionSource<RecordOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RevocationKey TokenId => tokenId;

    public DateTimeOffset TokenExpiresAt => tokenExpiresAt;

    public IReadOnlyList<Revocation> Revocations => revocations;

    public bool IsRepeat { get; set; }

    public Task<RecordOutcome> Outcome => _outcome.Task;

    public void Complete() => _outcome.TrySetResult(IsRepeat ? RecordOutcome.Repeated : RecordOutcome.Recorded);

    public void Fail(RevocationStoreException exception) => _outcome.TrySetException(exception);
}
