using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Shared.Logout.Http;

/// <summary>The answers of Back-Channel Logout 1.0, section 2.8, and those for what is not a logout request at all. None is ever cached.</summary>
internal static class LogoutAnswer
{
    // An outage is often a restart; the provider's own back-off decides about the rest.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private static ReadOnlyMemory<byte> InvalidRequest { get; } = "{\"error\":\"invalid_request\"}"u8.ToArray();

    private static ReadOnlyMemory<byte> TemporarilyUnavailable { get; } = "{\"error\":\"temporarily_unavailable\"}"u8.ToArray();

    /// <summary>Exactly 200 and no body.</summary>
    public static void Ok(HttpResponse response)
    {
        Prepare(response, StatusCodes.Status200OK);
        response.ContentLength = 0;
    }

    /// <summary>400: sending the same again would not help.</summary>
    public static Task BadRequest(HttpResponse response) => WriteAsync(response, StatusCodes.Status400BadRequest, InvalidRequest);

    /// <summary>405: the method is the fault, not the token.</summary>
    public static Task MethodNotAllowed(HttpResponse response)
    {
        response.Headers.Allow = HttpMethods.Post;
        return WriteAsync(response, StatusCodes.Status405MethodNotAllowed, InvalidRequest);
    }

    /// <summary>503 or 429: the provider should send the logout again.</summary>
    public static Task TryAgain(HttpResponse response, int status)
    {
        response.Headers.RetryAfter = RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return WriteAsync(response, status, TemporarilyUnavailable);
    }

    private static void Prepare(HttpResponse response, int status)
    {
        // An application's page for errors is for people.
        if (response.HttpContext.Features.Get<IStatusCodePagesFeature>() is { } pages)
            pages.Enabled = false;
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
    }

    private static Task WriteAsync(HttpResponse response, int status, ReadOnlyMemory<byte> body)
    {
        Prepare(response, status);
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(response.HttpContext.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(body, response.HttpContext.RequestAborted).AsTask();
    }
}
