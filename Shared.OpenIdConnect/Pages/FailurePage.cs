using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Shared.OpenIdConnect.SignIn;

namespace Shared.OpenIdConnect.Pages;

/// <summary>What a person sees when a sign-in failed and the application has no page of its own for it.</summary>
internal static class FailurePage
{
    private const string Style =
        ":root{color-scheme:light dark}body{font:1rem/1.6 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.25rem}h1{font-size:1.5rem}";

    /// <summary>Answers with the page. The way on is a link that the person follows, never a redirect: a failure that repeats must not loop.</summary>
    public static Task WriteAsync(HttpContext http, SignInError reason, string? returnUrl)
    {
        var (status, title, text) = Say(reason);
        if (status == StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.RetryAfter = "10";
        var retry = LocalUrl.IsLocal(returnUrl) ? returnUrl! : http.Request.PathBase + "/";
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));
        http.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return PageWriter.WriteAsync(http, status, $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title><style>{Style}</style></head>
            <body><main><h1>{title}</h1><p>{text}</p><p><a href="{HtmlEncoder.Default.Encode(retry)}">Try again</a></p></main></body></html>
            """);
    }

    private static (int Status, string Title, string Text) Say(SignInError reason) => reason switch
    {
        SignInError.AccessDenied => (403, "You were not signed in", "The sign-in was cancelled or not allowed. Nothing was changed."),
        SignInError.ProviderUnreachable => (503, "Sign-in is not available right now", "The sign-in service does not answer. Please try again in a moment."),
        SignInError.OtherBrowser or SignInError.StateInvalid or SignInError.StateMissing =>
            (400, "This sign-in cannot be finished", "It took too long, was finished before, or was started in another browser or tab. Please start again."),
        _ => (400, "The sign-in did not work", "The answer of the sign-in service was not accepted, to keep your account safe. Please try again; if it happens again, tell whoever runs this site."),
    };
}
