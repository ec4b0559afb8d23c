using Microsoft.AspNetCore.Authentication.Cookies;

namespace Clients.Web;

/// <summary>The cookie that carries a session.</summary>
internal static class ClientCookie
{
    /// <summary>A name of its own per application: applications on one host share a cookie jar, whatever their ports.</summary>
    public static void UseClientCookie(this CookieAuthenticationOptions options, string app, bool allowHttp)
    {
        options.Cookie.Name = allowHttp ? $"{app}.Session" : $"__Host-{app}.Session";
        options.Cookie.SecurePolicy = allowHttp ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.HttpOnly = true;
        options.ExpireTimeSpan = TimeSpan.FromHours(8);
        options.AccessDeniedPath = "/error/403";
    }
}
