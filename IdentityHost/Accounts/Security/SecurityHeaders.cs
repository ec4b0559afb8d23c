namespace IdentityHost.Accounts.Security;

/// <summary>The headers of every answer of this host. An endpoint that sets one of them itself (a form_post page, say) keeps its own.</summary>
internal static class SecurityHeaders
{
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static (http, next) =>
    {
        http.Response.OnStarting(static state =>
        {
            var http = (HttpContext)state;
            var headers = http.Response.Headers;
            headers.TryAdd("Content-Security-Policy", http.PagePolicy().ToString());
            headers.TryAdd("X-Content-Type-Options", "nosniff");
            headers.TryAdd("X-Frame-Options", "DENY");
            headers.TryAdd("Referrer-Policy", "no-referrer");
            headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
            headers.TryAdd("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
            if (!http.Request.Path.StartsWithSegments("/.well-known"))  // metadata and keys may be cached; nothing else may
                headers.TryAdd("Cache-Control", "no-store");
            return Task.CompletedTask;
        }, http);
        return next(http);
    });

    /// <summary>The policy of this answer, to add to before it starts.</summary>
    public static PageSecurityPolicy PagePolicy(this HttpContext http)
    {
        if (http.Features.Get<PageSecurityPolicy>() is not { } policy)
            http.Features.Set(policy = new PageSecurityPolicy());
        return policy;
    }
}
