namespace Shared.Logout;

/// <summary>What a store did with a logout.</summary>
public enum RecordOutcome
{
    /// <summary>It was new and is now kept.</summary>
    Recorded,

    /// <summary>The same token id was recorded before; nothing changed.</summary>
    Repeated,
}
