using System.Text.Encodings.Web;

namespace IdentityHost.Upstream;

/// <summary>
/// A page that goes on by itself. Browsers apply a page's form-action policy to every redirect after its form: a chain from one site's form over
/// this host to a third site would be stopped there. This page ends the chain, and the next address begins a new one.
/// </summary>
internal static class StepPage
{
    public static Task WriteAsync(HttpContext http, string title, string address)
    {
        var (safeTitle, safeAddress) = (HtmlEncoder.Default.Encode(title), HtmlEncoder.Default.Encode(address));
        http.Response.StatusCode = StatusCodes.Status200OK;
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync($"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{safeTitle}</title>
            <meta http-equiv="refresh" content="0;url={safeAddress}"><link rel="stylesheet" href="{http.Request.PathBase}/app.css"></head>
            <body><main class="page narrow"><section class="card"><h1>{safeTitle}</h1><p><a href="{safeAddress}">Go on</a></p></section></main></body></html>
            """, http.RequestAborted);
    }
}
