using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Shared.Logout.Diagnostics;

/// <summary>One activity for each logout, a child of the provider's own where the request says so.</summary>
internal static class LogoutActivity
{
    public const string SourceName = "Shared.Logout";

    private static readonly ActivitySource Source = new(SourceName);

    public static Activity? Start(HttpRequest request)
    {
        if (!Source.HasListeners())
            return null;
        // The host continues the caller's trace where it traces requests; where it does not, the header is read here.
        var parent = Activity.Current?.Context
            ?? (ActivityContext.TryParse(request.Headers.TraceParent, request.Headers.TraceState, isRemote: true, out var remote) ? remote : default);
        return Source.StartActivity("backchannel_logout", ActivityKind.Server, parent);
    }

    public static void Finish(this Activity? activity, int status, LogoutTokenError reason)
    {
        if (activity is null)
            return;
        activity.SetTag("http.response.status_code", status);
        if (reason is LogoutTokenError.None)
            return;
        activity.SetTag("shared_logout.reason", reason.ToString());
        activity.SetStatus(ActivityStatusCode.Error);
    }
}
