using IdentityHost.Configuration;

namespace IdentityHost.Provider.Http;

/// <summary>Cross-origin headers by the clients' configuration, which can change while we run.</summary>
internal sealed class Cors(IClientDirectory clients)
{
    public void Apply(HttpContext http, CorsRule rule)
    {
        if (rule == CorsRule.None)
            return;
        var headers = http.Response.Headers;
        if (rule == CorsRule.Clients)
            headers.Append("Vary", "Origin");
        if (http.Request.Headers.Origin is not [{ Length: > 0 } origin])
            return;
        if (rule == CorsRule.Everybody)
            headers.AccessControlAllowOrigin = "*";
        else if (clients.Clients.Any(client => client.Enabled && client.AllowedCorsOrigins.Contains(origin, StringComparer.Ordinal)))
            headers.AccessControlAllowOrigin = origin;
        else
            return;
        headers.AccessControlExposeHeaders = "WWW-Authenticate";
    }

    public static void AnswerPreflight(HttpContext http, string methods)
    {
        var headers = http.Response.Headers;
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        if (headers.AccessControlAllowOrigin.Count == 0)
            return;
        headers.AccessControlAllowMethods = methods;
        headers.AccessControlAllowHeaders = "authorization, content-type";
        headers.AccessControlMaxAge = "600";
    }
}
