namespace Shared.Logout.Storage;

/// <summary>How a read of the log ended.</summary>
internal enum ReadResult
{
    /// <summary>At its end.</summary>
    End,

    /// <summary>The log no longer knows the position; nothing was read.</summary>
    Gap,
}
