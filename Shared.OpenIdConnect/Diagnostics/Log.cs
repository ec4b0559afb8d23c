using Microsoft.Extensions.Logging;
using Shared.OpenIdConnect.SignIn;

namespace Shared.OpenIdConnect.Diagnostics;

/// <summary>Every log message of this project. None holds a token, a code, <c>sub</c> or <c>sid</c>, or text that a caller chose.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Sign-in refused: {Reason}. {Detail}", EventName = "SignInRefused")]
    public static partial void SignInRefused(this ILogger logger, SignInError reason, string detail);

    [LoggerMessage(2, LogLevel.Error, "The provider cannot be reached, so nobody can sign in.", EventName = "ProviderUnreachable")]
    public static partial void ProviderUnreachable(this ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Information, "Signed in.", EventName = "SignedIn")]
    public static partial void SignedIn(this ILogger logger);

    [LoggerMessage(4, LogLevel.Information, "An ID token names a key that is not known; asking for the provider's keys again.", EventName = "UnknownKey")]
    public static partial void UnknownKey(this ILogger logger);

    [LoggerMessage(5, LogLevel.Information, "Front-channel logout ended the session.", EventName = "FrontChannelLogout")]
    public static partial void FrontChannelLogout(this ILogger logger);

    [LoggerMessage(6, LogLevel.Information, "Front-channel logout ignored: {Why}.", EventName = "FrontChannelLogoutIgnored")]
    public static partial void FrontChannelLogoutIgnored(this ILogger logger, string why);

    [LoggerMessage(7, LogLevel.Warning,
        "Signed out here only: {Why}. The person may still be signed in at the provider.", EventName = "SignedOutHereOnly")]
    public static partial void SignedOutHereOnly(this ILogger logger, string why);

    [LoggerMessage(8, LogLevel.Warning, "A return address outside this application was replaced by its start page.", EventName = "ForeignReturnAddress")]
    public static partial void ForeignReturnAddress(this ILogger logger);

    [LoggerMessage(9, LogLevel.Warning, "The answer at the signed-out callback has a state that this application did not make.", EventName = "SignedOutStateInvalid")]
    public static partial void SignedOutStateInvalid(this ILogger logger);
}
