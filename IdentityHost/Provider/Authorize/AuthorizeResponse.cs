using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

using IdentityHost.Provider.Http;
using IdentityHost.Provider.Tokens;

namespace IdentityHost.Provider.Authorize;

/// <summary>Brings an answer to the client: in the query of its redirect address, or as a form that the browser posts there.</summary>
internal sealed class AuthorizeResponse(IssuerUrls issuer)
{
    private const string Script = "document.forms[0].submit()";

    // No form-action: browsers apply it to where the client's answer to the post redirects, and that is the client's affair. The page has one form.
    private static readonly string Policy =
        $"default-src 'none'; script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)))}'; base-uri 'none'; frame-ancestors 'none'";

    public Task WriteCodeAsync(HttpContext http, AuthorizeTarget target, string code) => WriteAsync(http, target, [new("code", code)]);

    public Task WriteErrorAsync(HttpContext http, AuthorizeTarget target, AuthorizeError error)
        => WriteAsync(http, target, [new("error", error.Code()), new("error_description", error.Description())]);

    private Task WriteAsync(HttpContext http, AuthorizeTarget target, List<KeyValuePair<string, string>> fields)
    {
        if (target.State is { } state)
            fields.Add(new("state", state));
        fields.Add(new("iss", issuer.Issuer));      // RFC 9207 section 2: with errors too
        return target.FormPost ? WriteFormAsync(http.Response, target.RedirectUri, fields) : Redirect(http.Response, target.RedirectUri, fields);
    }

    private static Task Redirect(HttpResponse response, string uri, IEnumerable<KeyValuePair<string, string>> fields)
    {
        response.StatusCode = StatusCodes.Status303SeeOther;    // RFC 9700 section 4.12: never 307
        response.Headers.Location = RedirectUris.Append(uri, fields);
        return Task.CompletedTask;
    }

    private static Task WriteFormAsync(HttpResponse response, string uri, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var html = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>One moment</title></head><body>")
            .Append("<form method=\"post\" action=\"").Append(HtmlEncoder.Default.Encode(uri)).Append("\">");
        foreach (var (name, value) in fields)
            html.Append("<input type=\"hidden\" name=\"").Append(name).Append("\" value=\"").Append(HtmlEncoder.Default.Encode(value)).Append("\">");
        html.Append("<noscript><p>You are signed in.</p><button>Continue to the application</button></noscript></form>")
            .Append("<script>").Append(Script).Append("</script></body></html>");
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XFrameOptions = "DENY";
        return response.WriteAsync(html.ToString());
    }
}
