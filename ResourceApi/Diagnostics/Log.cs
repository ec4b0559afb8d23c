using ResourceApi.Authentication;

namespace ResourceApi.Diagnostics;

/// <summary>Every log message of this API. None carries a token, a person or a session.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Refused an access token: {Reason}.", EventName = "AccessTokenRefused")]
    public static partial void AccessTokenRefused(this ILogger logger, AccessTokenRefusal reason);

    [LoggerMessage(2, LogLevel.Error, "The provider's introspection endpoint answered {Status}; reference tokens cannot be checked.", EventName = "IntrospectionFailed")]
    public static partial void IntrospectionFailed(this ILogger logger, int status);

    [LoggerMessage(3, LogLevel.Error, "The provider's introspection endpoint could not be asked ({Error}); reference tokens cannot be checked.", EventName = "IntrospectionUnreachable")]
    public static partial void IntrospectionUnreachable(this ILogger logger, string error);

    [LoggerMessage(4, LogLevel.Error, "The provider's metadata and keys could not be fetched; access tokens cannot be checked.", EventName = "MetadataUnreachable")]
    public static partial void MetadataUnreachable(this ILogger logger, Exception exception);

    [LoggerMessage(5, LogLevel.Error, "The provider's introspection endpoint answered 200 with something that is no introspection answer; reference tokens cannot be checked.", EventName = "IntrospectionUnreadable")]
    public static partial void IntrospectionUnreadable(this ILogger logger);

    [LoggerMessage(6, LogLevel.Error, "The provider's metadata names '{Endpoint}' as introspection endpoint, which cannot be asked; reference tokens cannot be checked. It must be an https address (http only where AccessTokens:RequireHttpsMetadata is false). A provider without one needs AccessTokens:Accept set to Jwt.", EventName = "IntrospectionNotOffered")]
    public static partial void IntrospectionNotOffered(this ILogger logger, string? endpoint);
}
