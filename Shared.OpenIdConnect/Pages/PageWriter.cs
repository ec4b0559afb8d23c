using Microsoft.AspNetCore.Http;

namespace Shared.OpenIdConnect.Pages;

/// <summary>Writes a page that nobody may keep.</summary>
internal static class PageWriter
{
    public static Task WriteAsync(HttpContext http, int status, string html)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "no-referrer"; // the address of this page may hold a code
        return http.Response.WriteAsync(html, http.RequestAborted);
    }
}
