namespace IdentityHost.Diagnostics;

/// <summary>Messages of the protocol engine: 1200 to 1399. Reasons are enum names; client ids come from configuration, never from a request.</summary>
internal static partial class ProviderLog
{
    [LoggerMessage(1200, LogLevel.Error, "The database did not answer the protocol engine.", EventName = "ProviderDatabaseFailed")]
    public static partial void ProviderDatabaseFailed(this ILogger logger, Exception exception);

    [LoggerMessage(1201, LogLevel.Information, "Made the {Algorithm} signing key {Kid}; it signs from {ActiveAt}.", EventName = "SigningKeyMade")]
    public static partial void SigningKeyMade(this ILogger logger, string algorithm, string kid, DateTimeOffset activeAt);

    [LoggerMessage(1202, LogLevel.Error, "The signing key {Kid} cannot be read: the Data Protection key that protects it is missing. "
        + "Tokens that it signed cannot be verified any more.", EventName = "SigningKeyUnreadable")]
    public static partial void SigningKeyUnreadable(this ILogger logger, string kid, Exception exception);

    [LoggerMessage(1210, LogLevel.Warning, "Refused a request at {Endpoint} of client {ClientId}: {Reason}.", EventName = "ProviderRequestRefused")]
    public static partial void ProviderRequestRefused(this ILogger logger, string endpoint, string? clientId, string reason);

    [LoggerMessage(1211, LogLevel.Information, "Issued tokens to client {ClientId} for {GrantType}.", EventName = "TokensIssued")]
    public static partial void TokensIssued(this ILogger logger, string clientId, string grantType);

    [LoggerMessage(1212, LogLevel.Warning, "A used {Kind} came again from client {ClientId}: everything that came from it is revoked.",
        EventName = "GrantRevokedAfterReuse")]
    public static partial void GrantRevokedAfterReuse(this ILogger logger, string kind, string clientId);

    [LoggerMessage(1213, LogLevel.Information, "Revoked a {Kind} of client {ClientId}.", EventName = "TokenRevoked")]
    public static partial void TokenRevoked(this ILogger logger, string kind, string clientId);
}
