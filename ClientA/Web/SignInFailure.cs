namespace Clients.Web;

/// <summary>A sign-in that failed, for the error page.</summary>
/// <param name="ReturnUrl">Where the person wanted to go.</param>
internal sealed record SignInFailure(string? ReturnUrl)
{
    /// <summary>Answers with a status; the error page is made from it. Works with every handler that raises <c>RemoteFailure</c>.</summary>
    public static void Answer(HttpContext http, Exception? failure, string? returnUrl)
    {
        http.Features.Set(new SignInFailure(returnUrl));
        http.Response.StatusCode = Status(failure);
        if (http.Response.StatusCode == StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.RetryAfter = "10";
    }

    /// <summary>Microsoft's handler throws at the challenge when the provider's metadata cannot be read; ours answers by itself.</summary>
    public static bool IsProviderDown(Exception? thrown) => thrown is InvalidOperationException && IsOutage(thrown.InnerException);

    private static bool IsOutage(Exception? failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpRequestException or IOException or TaskCanceledException)
                return true;
        }

        return false;
    }

    private static int Status(Exception? failure) => failure switch
    {
        { } when failure.Data["error"] is "access_denied" => StatusCodes.Status403Forbidden,
        _ when IsOutage(failure) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status400BadRequest,
    };
}
