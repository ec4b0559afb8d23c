using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Shared.OpenIdConnect.SignIn;

namespace Shared.OpenIdConnect.Pages;

/// <summary>Sends the browser to the provider with a message.</summary>
internal static class BrowserRedirect
{
    // Servers in the field refuse query strings over 2,048 characters; an ID token with many claims exceeds that.
    private const int LongestUrl = 2_000;

    public static Task SendAsync(HttpContext http, OpenIdConnectMessage message, OpenIdConnectRedirectBehavior behavior, bool formWhenLong = false)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.Pragma = "no-cache";
        var url = ProtocolParameters.Url(message);
        if (behavior is OpenIdConnectRedirectBehavior.FormPost || (formWhenLong && url.Length > LongestUrl))
            return FormPostPage.WriteAsync(http, message);
        To(http, url);
        return Task.CompletedTask;
    }

    /// <summary>After a POST 303, so that the browser goes on with GET whatever it thinks of 302.</summary>
    public static void To(HttpContext http, string url)
    {
        http.Response.Redirect(url);
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
    }
}
