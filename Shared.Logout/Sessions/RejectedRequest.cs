using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Net.Http.Headers;

namespace Shared.Logout.Sessions;

/// <summary>The answer to a request that needs a session and whose cookie was not accepted.</summary>
internal sealed record RejectedRequest(int Status, string Error, string Title, string Text, int? RetryAfterSeconds = null)
{
    private static readonly RejectedRequest s_signedOut = new(
        StatusCodes.Status401Unauthorized, "session_ended", "You were signed out", "This session was signed out.");

    private static readonly RejectedRequest s_signedOutDuringSignIn = new(
        StatusCodes.Status401Unauthorized, "session_ended", "You were signed out",
        "You were signed out while you were signing in, so the sign-in was not completed.");

    private static readonly RejectedRequest s_unknown = new(
        StatusCodes.Status503ServiceUnavailable, "temporarily_unavailable", "Please try again in a moment",
        "We cannot check your sign-in just now. You are still signed in; nothing was lost.", 10);

    /// <summary>Null where the application's own challenge is the right answer: the cookie was fine, or a page may send the person to sign in.</summary>
    public static RejectedRequest? AnswerFor(HttpContext context) => context.Features.Get<EndedSession>()?.Kind switch
    {
        RejectionKind.Unknown => s_unknown,
        // A redirect to the provider helps a page and nothing else: fetch would follow it and fail for reasons that nobody understands.
        RejectionKind.SignedOut => RequestKind.IsPage(context) ? null : s_signedOut,
        // Sending the person back at once would loop for as long as the provider hands out a session that is over.
        RejectionKind.SignedOutDuringSignIn => s_signedOutDuringSignIn,
        _ => null,
    };

    public Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        response.Headers.CacheControl = "no-store";
        if (RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        else
            response.Headers.WWWAuthenticate = $"Session error=\"{Error}\"";   // RFC 9110 15.5.2: a 401 names a scheme
        if (!RequestKind.IsPage(context))
        {
            response.ContentType = "application/json";
            return response.WriteAsync($$"""{"error":"{{Error}}"}""", context.RequestAborted);
        }

        response.ContentType = "text/html; charset=utf-8";
        response.Headers[HeaderNames.ContentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
        return response.WriteAsync(Page(context.Request), context.RequestAborted);
    }

    private string Page(HttpRequest request)
    {
        // A link, not a redirect: a person decides to try again. A form that was posted cannot be repeated by a link, so that one leads home.
        // One slash: two would make the first part of the path the name of a host.
        var again = HttpMethods.IsGet(request.Method) ? $"/{request.GetEncodedPathAndQuery().TrimStart('/')}" : $"{request.PathBase}/";
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{Title}</title></head>
            <body><main><h1>{Title}</h1><p>{Text}</p><p><a href="{HtmlEncoder.Default.Encode(again)}">Try again</a></p></main></body>
            </html>
            """;
    }
}
