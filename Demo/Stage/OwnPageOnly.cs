using Demo.Apps;

namespace Demo.Stage;

/// <summary>
/// Nobody but the demo's own page uses the demo. Another site's page must neither press a button here nor reach the demo under a host name of its
/// own that leads to this machine.
/// </summary>
internal sealed class OwnPageOnly(RequestDelegate next, Federation federation)
{
    private const string Policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    private readonly string _origin = Addresses.Text(federation.Addresses.StartPage);

    public Task InvokeAsync(HttpContext http)
    {
        var (request, headers) = (http.Request, http.Response.Headers);
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        if (!string.Equals($"http://{request.Host}", _origin, StringComparison.OrdinalIgnoreCase))
            return RefuseAsync(http, StatusCodes.Status421MisdirectedRequest, $"The demo is at {_origin}.");
        if (request.Path == PageTimes.Path)
            return next(http);   // what an application's own page reports; it is asked there where it comes from
        return HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || ComesFromHere(request)
            ? next(http)
            : RefuseAsync(http, StatusCodes.Status403Forbidden, "Only the demo's own page may press its buttons.");
    }

    // Fetch metadata where the browser sends it; Origin otherwise. A client that sends neither is not a page, and is refused too.
    private bool ComesFromHere(HttpRequest request)
        => request.Headers["Sec-Fetch-Site"] is [{ } site] ? site is "same-origin" && OriginFits(request, isRequired: false) : OriginFits(request, isRequired: true);

    private bool OriginFits(HttpRequest request, bool isRequired)
        => request.Headers.Origin is [{ } origin] ? origin == _origin : !isRequired;

    private static Task RefuseAsync(HttpContext http, int status, string sentence)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsync(sentence, http.RequestAborted);
    }
}
