namespace IdentityHost.Upstream;

/// <summary>Log messages of the upstream edge: ids 1300-1399. Never a sub, a sid or a token.</summary>
internal static partial class UpstreamLog
{
    [LoggerMessage(1300, LogLevel.Information, "A person signed in at the upstream provider.", EventName = "UpstreamSignIn")]
    public static partial void UpstreamSignedIn(this ILogger logger);

    [LoggerMessage(1301, LogLevel.Warning, "A person who is disabled here signed in at the upstream provider and was refused.", EventName = "UpstreamUserDisabled")]
    public static partial void UpstreamUserDisabled(this ILogger logger);

    [LoggerMessage(1302, LogLevel.Warning,
        "A sign-in at the upstream provider was not taken: its session there is {Verdict}. The person is asked to sign in again.",
        EventName = "UpstreamSessionOver")]
    public static partial void UpstreamSessionOver(this ILogger logger, Shared.Logout.SessionVerdict verdict);

    [LoggerMessage(1303, LogLevel.Information, "The upstream provider signed somebody out; {Count} sessions here end with it.", EventName = "UpstreamLogout")]
    public static partial void UpstreamLoggedOut(this ILogger logger, int count);
}
