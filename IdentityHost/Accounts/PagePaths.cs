namespace IdentityHost.Accounts;

/// <summary>The addresses of the pages, where code needs them.</summary>
internal static class PagePaths
{
    public const string Home = "/";
    public const string Login = "/account/login";
    public const string Logout = "/account/logout";
    public const string SignedOut = "/account/signed-out";
    public const string SignedOutStatus = "/account/signed-out/status";
    public const string Sessions = "/account/sessions";
    public const string SessionEvents = "/account/session-events";
    public const string Password = "/account/password";
    public const string Error = "/error";
    public const string Status = "/status";

    public static string SignedOutWith(string receipt) => $"{SignedOut}?r={Uri.EscapeDataString(receipt)}";

    public static string StatusWith(string receipt) => $"{SignedOutStatus}?r={Uri.EscapeDataString(receipt)}";

    /// <summary>To the sign-in page and then back, for pages that can be fetched again; after a refused POST, to the page itself.</summary>
    public static string LoginThenBackTo(HttpRequest request)
    {
        var back = HttpMethods.IsGet(request.Method) ? request.Path + request.QueryString.Value : request.Path.Value;
        return $"{Login}?ReturnUrl={Uri.EscapeDataString(back!)}";
    }
}
