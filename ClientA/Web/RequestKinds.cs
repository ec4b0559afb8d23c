namespace Clients.Web;

/// <summary>Tells a person's click from a script's request.</summary>
internal static class RequestKinds
{
    /// <summary>True when the browser will show the answer as a page. Browsers say so themselves; others are judged by what they accept.</summary>
    public static bool IsNavigation(this HttpRequest request)
    {
        var mode = request.Headers["Sec-Fetch-Mode"].ToString();
        return mode.Length > 0 ? mode == "navigate" : request.AcceptsPages();
    }

    public static bool AcceptsPages(this HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        return accept.Length == 0 || accept.Contains("text/html", StringComparison.OrdinalIgnoreCase) || accept.Contains("*/*", StringComparison.Ordinal);
    }
}
