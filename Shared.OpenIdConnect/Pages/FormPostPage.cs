using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Shared.OpenIdConnect.Pages;

/// <summary>A page that posts a message to the provider by itself, or by its button where scripts do not run.</summary>
internal static class FormPostPage
{
    private const string Script = "document.forms[0].submit();";

    public static Task WriteAsync(HttpContext http, OpenIdConnectMessage message)
    {
        var html = HtmlEncoder.Default;
        var fields = string.Concat(message.Parameters.Select(p =>
            $"""<input type="hidden" name="{html.Encode(p.Key)}" value="{html.Encode(p.Value)}">"""));
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)));
        // No form-action: the provider redirects on to addresses that only it knows.
        http.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; script-src 'sha256-{hash}'; base-uri 'none'; frame-ancestors 'none'";
        http.Response.Headers.Location = default; // the cookie handler may have set one
        return PageWriter.WriteAsync(http, StatusCodes.Status200OK, $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>One moment</title></head>
            <body><form method="post" action="{html.Encode(message.IssuerAddress)}">{fields}<button>Continue</button></form><script>{Script}</script></body></html>
            """);
    }
}
