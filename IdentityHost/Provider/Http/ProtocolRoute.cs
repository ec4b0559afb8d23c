using System.Data.Common;

using IdentityHost.Diagnostics;

namespace IdentityHost.Provider.Http;

/// <summary>What all endpoints of the protocol share: methods, headers, cross-origin rules, and what a caller hears when the database is away.</summary>
internal static class ProtocolRoute
{
    public static void MapProtocol<TEndpoint>(this IEndpointRouteBuilder routes, string path, string methods, CorsRule cors)
        where TEndpoint : class, IProtocolEndpoint
    {
        var allowed = methods.Split(", ");
        routes.Map(path, http => HandleAsync<TEndpoint>(http, allowed, methods, cors)).AllowAnonymous().DisableAntiforgery().WithDisplayName(path);
    }

    private static async Task HandleAsync<TEndpoint>(HttpContext http, string[] allowed, string methods, CorsRule cors)
        where TEndpoint : class, IProtocolEndpoint
    {
        var response = http.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";                   // RFC 6749 section 5.1 asks for both
        response.Headers["Referrer-Policy"] = "no-referrer";    // codes and hints are in addresses
        response.Headers.XContentTypeOptions = "nosniff";
        http.RequestServices.GetRequiredService<Cors>().Apply(http, cors);
        if (HttpMethods.IsOptions(http.Request.Method) && cors != CorsRule.None)
        {
            Cors.AnswerPreflight(http, methods);
            return;
        }
        if (!allowed.Contains(http.Request.Method, StringComparer.Ordinal))
        {
            response.Headers.Allow = methods;
            await response.WriteErrorAsync(StatusCodes.Status405MethodNotAllowed, "invalid_request", $"This address answers {methods} only.");
            return;
        }
        try
        {
            await http.RequestServices.GetRequiredService<TEndpoint>().HandleAsync(http);
        }
        catch (DbException outage) when (!response.HasStarted)   // an outage, not a bug: the caller may come again
        {
            http.RequestServices.GetRequiredService<ILogger<TEndpoint>>().ProviderDatabaseFailed(outage);
            response.Headers.RetryAfter = "5";
            await response.WriteErrorAsync(StatusCodes.Status503ServiceUnavailable, "temporarily_unavailable", "Please try again in a few seconds.");
        }
    }
}
