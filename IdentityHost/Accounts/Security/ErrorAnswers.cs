using System.Data.Common;

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Diagnostics;

namespace IdentityHost.Accounts.Security;

/// <summary>What an unknown address, a refused request and a bug look like: a page for people, problem details for scripts, never the inside.</summary>
internal static class ErrorAnswers
{
    private static readonly string[] _forScripts = ["/api", "/connect", "/.well-known", "/health", PagePaths.SignedOutStatus];

    public static void UseErrorAnswers(this WebApplication app)
    {
        // A scope of its own: in the old one, asking who is signed in would fail again as it just did.
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = PagePaths.Status + "/500", StatusCodeSelector = Status, CreateScopeForErrors = true });
        app.UseStatusCodePagesWithReExecute(PagePaths.Status + "/{0}");
        app.Use(static async (http, next) =>
        {
            var page = WantsPage(http);
            if (!page && http.Features.Get<IStatusCodePagesFeature>() is { } pages)
                pages.Enabled = false;
            await next(http);
            if (!page && IsApi(http) && !http.Response.HasStarted && http.Response is { StatusCode: >= 400, ContentLength: null, ContentType: null })
                await ProblemAsync(http);
        });
    }

    public static bool WantsPage(HttpContext http)
    {
        if (IsApi(http))
            return false;
        var accept = http.Request.Headers.Accept.ToString();
        if (accept.Contains("text/html", StringComparison.OrdinalIgnoreCase))
            return true;
        return (accept.Length == 0 || accept.Contains("*/*", StringComparison.Ordinal))
            && !_forScripts.Any(prefix => http.Request.Path.StartsWithSegments(prefix));
    }

    public static Task ProblemAsync(HttpContext http)
    {
        AskForPatience(http.Response);
        return Results.Problem(statusCode: http.Response.StatusCode).ExecuteAsync(http);
    }

    public static void AskForPatience(HttpResponse response)
    {
        if (response.StatusCode == StatusCodes.Status503ServiceUnavailable)
            response.Headers.RetryAfter = "5";
    }

    // A request that cannot be read (too large, cut off, malformed) is its sender's fault, and so is an answer of the upstream provider that nobody asked for.
    private static int Status(Exception exception) => exception switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        InvalidDataException or AuthenticationFailureException => StatusCodes.Status400BadRequest,
        DbException => StatusCodes.Status503ServiceUnavailable,     // an outage, not a bug
        _ => StatusCodes.Status500InternalServerError,
    };

    private static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments("/api");
}
