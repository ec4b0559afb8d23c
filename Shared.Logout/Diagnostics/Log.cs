using Microsoft.Extensions.Logging;
using Shared.Logout.Tokens;

namespace Shared.Logout.Diagnostics;

/// <summary>
/// Every log message of the library. Ids: 1-99 the door, 100-199 sessions and configuration, 200-299 storage, 300-399 live
/// connections; each is used once. No message takes a token, a <c>sub</c> or a <c>sid</c>.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "A logout of registration '{Registration}' was recorded.", EventName = "LogoutRecorded")]
    public static partial void LogoutRecorded(this ILogger logger, string registration);

    [LoggerMessage(2, LogLevel.Information, "A logout of registration '{Registration}' was recorded before; nothing changed.", EventName = "LogoutRepeated")]
    public static partial void LogoutRepeated(this ILogger logger, string registration);

    [LoggerMessage(3, LogLevel.Warning, "Refused a logout request: {Reason}.", EventName = "LogoutRefused")]
    public static partial void LogoutRefused(this ILogger logger, LogoutTokenError reason);

    [LoggerMessage(4, LogLevel.Error,
        "The store did not take a logout of registration '{Registration}'. This instance has applied it; the provider was asked to try again.",
        EventName = "LogoutNotRecorded")]
    public static partial void LogoutNotRecorded(this ILogger logger, RevocationStoreException exception, string registration);

    [LoggerMessage(5, LogLevel.Error,
        "A logout token could not be checked, because its provider's keys are out of reach. The provider was asked to try again.",
        EventName = "LogoutNotChecked")]
    public static partial void LogoutNotChecked(this ILogger logger);

    [LoggerMessage(6, LogLevel.Error, "The event handler {Handler} threw. The logout itself is unaffected.", EventName = "EventHandlerFailed")]
    public static partial void EventHandlerFailed(this ILogger logger, Exception exception, string handler);

    [LoggerMessage(7, LogLevel.Warning,
        "Many bad logout requests come from one address. Its requests are now limited, and no longer logged one by one at this level.",
        EventName = "FloodDetected")]
    public static partial void FloodDetected(this ILogger logger);

    [LoggerMessage(8, LogLevel.Debug, "Refused one of many logout requests: {Reason}.", EventName = "FloodRefused")]
    public static partial void FloodRefused(this ILogger logger, LogoutTokenError reason);

    [LoggerMessage(10, LogLevel.Information, "Read {Count} usable keys of the provider {Issuer}.", EventName = "KeysFetched")]
    public static partial void KeysFetched(this ILogger logger, string issuer, int count);

    [LoggerMessage(11, LogLevel.Warning, "The provider's keys were not read from {Address}: {Outcome}; {Consequence}.", EventName = "KeysNotFetched")]
    public static partial void KeysNotFetched(this ILogger logger, Exception? exception, string address, KeyFetchOutcome outcome, string consequence);

    [LoggerMessage(12, LogLevel.Error,
        "The discovery document at {Address} speaks for the issuer '{Actual}', but '{Expected}' is configured. Its keys are not used, and no logout is " +
        "accepted. Set BackChannelLogout:Issuer to the provider's exact issuer.",
        EventName = "IssuerMismatch")]
    public static partial void IssuerMismatch(this ILogger logger, string address, string actual, string? expected);
}
