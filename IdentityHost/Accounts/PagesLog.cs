namespace IdentityHost.Accounts;

/// <summary>What the pages and the API write to the log. Event ids 1400 to 1499.</summary>
internal static partial class PagesLog
{
    [LoggerMessage(1400, LogLevel.Information, "A person signed in.", EventName = "SignedIn")]
    public static partial void SignedIn(this ILogger logger);

    [LoggerMessage(1401, LogLevel.Information, "A sign-in was refused: {Reason}.", EventName = "SignInRefused")]
    public static partial void SignInRefused(this ILogger logger, Users.PasswordCheckError reason);

    [LoggerMessage(1402, LogLevel.Information, "A person signed out: {Kind}.", EventName = "PersonSignedOut")]
    public static partial void PersonSignedOut(this ILogger logger, SignOut.SignOutKind kind);

    [LoggerMessage(1403, LogLevel.Information, "A person answered no and stays signed in.", EventName = "SignOutDeclined")]
    public static partial void SignOutDeclined(this ILogger logger);

    [LoggerMessage(1404, LogLevel.Information, "A person changed their password.", EventName = "PasswordChanged")]
    public static partial void PasswordChanged(this ILogger logger);

    [LoggerMessage(1405, LogLevel.Warning, "A form was refused: its antiforgery token is missing, damaged or of another session.", EventName = "FormRefused")]
    public static partial void FormRefused(this ILogger logger);

    [LoggerMessage(1406, LogLevel.Information, "A person was shown the error {Error} of request {RequestId}.", EventName = "ErrorShown")]
    public static partial void ErrorShown(this ILogger logger, string error, string requestId);

    [LoggerMessage(1407, LogLevel.Debug, "An open page of the provider was told that its session has ended.", EventName = "PageTold")]
    public static partial void PageTold(this ILogger logger);

    [LoggerMessage(1410, LogLevel.Information, "An administrator used {Action}.", EventName = "AdminAction")]
    public static partial void AdminAction(this ILogger logger, string action);

    [LoggerMessage(1420, LogLevel.Warning, "An API request was refused: {Reason}.", EventName = "ApiRefused")]
    public static partial void ApiRefused(this ILogger logger, Api.ApiRefusal reason);
}
