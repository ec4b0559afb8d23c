namespace Shared.Logout.Storage;

/// <summary>A store of this process alone, whose content is the replica itself: once open, it is always in step.</summary>
internal interface ILocalRevocationStore : IRevocationStore
{
    /// <summary>Takes possession of the store and loads it. Throws where the host must not start.</summary>
    ValueTask OpenAsync(CancellationToken cancellationToken);
}
