using Microsoft.Extensions.Logging;

namespace Shared.Logout.Diagnostics;

/// <summary>What storage has to say: ids 200 to 299.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(200, LogLevel.Information, "In step with the revocation store; {Count} revocations in memory.", EventName = "StoreInStep")]
    public static partial void StoreInStep(this ILogger logger, long count);

    [LoggerMessage(201, LogLevel.Warning,
        "Out of step with the revocation store: {Cause}. Sessions are looked up at the store until it is caught up again.", EventName = "StoreOutOfStep")]
    public static partial void StoreOutOfStep(this ILogger logger, string cause, Exception? exception);

    [LoggerMessage(202, LogLevel.Error, "A listener for revocations failed. The revocation is in force.", EventName = "ObserverFailed")]
    public static partial void ObserverFailed(this ILogger logger, Exception exception);

    [LoggerMessage(203, LogLevel.Error, "Following the revocation store failed unexpectedly; it is tried again.", EventName = "FollowerFailed")]
    public static partial void FollowerFailed(this ILogger logger, Exception exception);

    [LoggerMessage(204, LogLevel.Warning, "The revocation store has lost entries; comparing, to write back what is missing.", EventName = "StoreLostEntries")]
    public static partial void StoreLostEntries(this ILogger logger);

    [LoggerMessage(205, LogLevel.Warning, "Wrote {Count} revocations back to the store.", EventName = "StoreRestored")]
    public static partial void StoreRestored(this ILogger logger, int count);

    [LoggerMessage(206, LogLevel.Error, "The revocation store did not take a revocation; this instance holds it and will write it back.", EventName = "StoreWriteFailed")]
    public static partial void StoreWriteFailed(this ILogger logger, Exception exception);

    [LoggerMessage(207, LogLevel.Information, "Revocations are kept in {Store}.", EventName = "StoreChosen")]
    public static partial void StoreChosen(this ILogger logger, string store);

    [LoggerMessage(210, LogLevel.Warning,
        "{File} ended in an incomplete line, as after a crash or power failure: {Bytes} bytes that were never acknowledged are dropped.", EventName = "LogFileTorn")]
    public static partial void LogFileTorn(this ILogger logger, string file, long bytes);

    [LoggerMessage(211, LogLevel.Error,
        "{File} is damaged at byte {Offset}: a line that fails its checksum is skipped, and the sessions that it ended may live again.", EventName = "LogFileDamaged")]
    public static partial void LogFileDamaged(this ILogger logger, string file, long offset);

    [LoggerMessage(212, LogLevel.Information, "Compacted {File} from {Before} to {After} bytes.", EventName = "LogFileCompacted")]
    public static partial void LogFileCompacted(this ILogger logger, string file, long before, long after);

    [LoggerMessage(213, LogLevel.Error, "{File} could not be compacted. It is complete, and grows.", EventName = "LogFileNotCompacted")]
    public static partial void LogFileNotCompacted(this ILogger logger, Exception exception, string file);

    [LoggerMessage(220, LogLevel.Warning, "The connection to Redis ({Kind}) failed: {Failure}.", EventName = "RedisConnectionFailed")]
    public static partial void RedisConnectionFailed(this ILogger logger, string kind, string failure);

    [LoggerMessage(221, LogLevel.Information, "The connection to Redis ({Kind}) is restored.", EventName = "RedisConnectionRestored")]
    public static partial void RedisConnectionRestored(this ILogger logger, string kind);

    [LoggerMessage(222, LogLevel.Error, "An entry of the log in Redis cannot be read and is skipped: {Position}.", EventName = "RedisEntryUnreadable")]
    public static partial void RedisEntryUnreadable(this ILogger logger, string position);
}
