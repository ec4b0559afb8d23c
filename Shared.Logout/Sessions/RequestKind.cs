using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.Infrastructure;

namespace Shared.Logout.Sessions;

/// <summary>Tells a person who opens a page from a program that calls an address.</summary>
internal static class RequestKind
{
    public static bool IsPage(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (context.GetEndpoint()?.Metadata is { } metadata
            && (metadata.GetMetadata<IDisableCookieRedirectMetadata>() is not null || metadata.GetMetadata<IApiBehaviorMetadata>() is not null))
        {
            return false;
        }

        // Every current browser states it, and script cannot forge it (Fetch Metadata): only a navigation shows what it receives.
        var mode = headers["Sec-Fetch-Mode"];
        if (mode.Count > 0)
            return mode == "navigate";
        if (headers.XRequestedWith == "XMLHttpRequest" || headers.Upgrade.Count > 0)
            return false;
        var accept = headers.Accept.ToString();
        return accept.Length == 0 || accept.Contains("text/html", StringComparison.OrdinalIgnoreCase)
            || !(accept.Contains("json", StringComparison.OrdinalIgnoreCase) || accept.Contains("text/event-stream", StringComparison.OrdinalIgnoreCase));
    }
}
