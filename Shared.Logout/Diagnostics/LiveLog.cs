using Microsoft.Extensions.Logging;

namespace Shared.Logout.Diagnostics;

/// <summary>What open connections log: ids 300 to 399.</summary>
internal static partial class LiveLog
{
    [LoggerMessage(300, LogLevel.Debug, "An open page was told that its session has ended.", EventName = "PageTold")]
    public static partial void PageTold(this ILogger logger);
}
