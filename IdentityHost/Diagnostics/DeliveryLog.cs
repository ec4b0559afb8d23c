using IdentityHost.Delivery;

namespace IdentityHost.Diagnostics;

/// <summary>Log messages of delivery: ids 1100-1199. Delivery ids name the ledger's rows; nothing here names a person or a session.</summary>
internal static partial class DeliveryLog
{
    [LoggerMessage(1100, LogLevel.Debug, "Delivery {Id}: {Client} acknowledged attempt {Attempt} in {Milliseconds} ms.", EventName = "Delivered")]
    public static partial void Delivered(ILogger logger, string id, string client, int attempt, long milliseconds);

    [LoggerMessage(1101, LogLevel.Information, "Delivery {Id}: {Client} {Verdict} (status {Status}, {Error}); next try in {Wait}.", EventName = "DeliveryRetried")]
    public static partial void Retrying(ILogger logger, string id, string client, AttemptVerdict verdict, int? status, string? error, TimeSpan wait);

    [LoggerMessage(1102, LogLevel.Warning, "Delivery {Id} is dead: {Client} was not told of a logout after {Attempts} attempts, the last {Verdict} (status {Status}, {Error}). It is in the ledger and can be sent again from there.", EventName = "DeliveryDead")]
    public static partial void Dead(ILogger logger, string id, string client, int attempts, AttemptVerdict verdict, int? status, string? error);

    [LoggerMessage(1103, LogLevel.Error, "A delivery to {Client} could not be attempted. Other clients are not affected.", EventName = "AttemptFailed")]
    public static partial void AttemptFailed(ILogger logger, Exception exception, string client);

    [LoggerMessage(1104, LogLevel.Error, "{Count} results of deliveries could not be written; trying again.", EventName = "ResultsNotWritten")]
    public static partial void ResultsNotWritten(ILogger logger, Exception exception, int count);

    [LoggerMessage(1105, LogLevel.Error, "The queue of deliveries cannot be read; trying again.", EventName = "QueueUnreadable")]
    public static partial void QueueUnreadable(ILogger logger, Exception exception);

    [LoggerMessage(1106, LogLevel.Error, "The numbers of pending and dead deliveries cannot be read; trying again.", EventName = "StatisticsUnreadable")]
    public static partial void StatisticsUnreadable(ILogger logger, Exception exception);

    [LoggerMessage(1107, LogLevel.Debug, "Delivery {Id}: sending attempt {Attempt} to {Client}.", EventName = "DeliverySent")]
    public static partial void Sending(ILogger logger, string id, string client, int attempt);
}
