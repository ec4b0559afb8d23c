using IdentityHost.EndSession;

namespace IdentityHost.Diagnostics;

/// <summary>Log messages of data, users, sessions and door: ids 1000-1099. Never a sub, a sid or a token.</summary>
internal static partial class CoreLog
{
    [LoggerMessage(1000, LogLevel.Information, "Applied {Count} migrations; the schema is at version {Version}.", EventName = "SchemaMigrated")]
    public static partial void SchemaMigrated(ILogger logger, int count, int version);

    [LoggerMessage(1001, LogLevel.Error, "A change of Clients, ApiResources or Users was refused; the former state goes on. {Faults}",
        EventName = "RegistrationsRefused")]
    public static partial void RegistrationsRefused(ILogger logger, string faults);

    [LoggerMessage(1002, LogLevel.Information, "{Count} sessions ended, reason {Reason}; {Deliveries} clients to tell. Batch {Batch}.",
        EventName = "SessionsEnded")]
    public static partial void SessionsEnded(ILogger logger, int count, EndReason reason, int deliveries, string batch);

    [LoggerMessage(1003, LogLevel.Error, "Expired sessions could not be ended; they are refused already, and their clients are told as soon as it works.",
        EventName = "ExpiryFailed")]
    public static partial void ExpiryFailed(ILogger logger, Exception exception);

    [LoggerMessage(1004, LogLevel.Error, "Clients that were disabled or removed could not be told yet; trying again.", EventName = "ClientChangeFailed")]
    public static partial void ClientChangeFailed(ILogger logger, Exception exception);

    [LoggerMessage(1005, LogLevel.Information, "Added {Count} people from the configuration.", EventName = "UsersSeeded")]
    public static partial void UsersSeeded(ILogger logger, int count);

    [LoggerMessage(1006, LogLevel.Warning, "A kept upstream ID token could not be read back; signing out upstream goes on without it.",
        EventName = "UpstreamTokenUnreadable")]
    public static partial void UpstreamTokenUnreadable(ILogger logger, Exception exception);

    [LoggerMessage(1007, LogLevel.Information, "Sign-in slowed down for {RetryAfter} after repeated failures.", EventName = "SignInSlowedDown")]
    public static partial void SignInSlowedDown(ILogger logger, TimeSpan retryAfter);

    [LoggerMessage(1008, LogLevel.Error, "The configuration file {File} changed and cannot be read; the former state goes on.", EventName = "ConfigurationFileUnreadable")]
    public static partial void ConfigurationFileUnreadable(ILogger logger, Exception exception, string? file);
}
