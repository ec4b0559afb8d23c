namespace Clients.Web;

/// <summary>Headers of every answer that states none of its own.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, IConfiguration configuration)
{
    private readonly string _policy = Policy(configuration["OpenIdConnect:Authority"], configuration["Demo:Stopwatch"]);

    public Task InvokeAsync(HttpContext http)
    {
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.TryAdd("Content-Security-Policy", _policy);
            headers.TryAdd("X-Content-Type-Options", "nosniff");
            headers.TryAdd("Referrer-Policy", "same-origin");
            headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
            if (!headers.ContainsKey("ETag")) // static files; everything else may be somebody's
                headers.TryAdd("Cache-Control", "no-store");
            return Task.CompletedTask;
        });
        return next(http);
    }

    // Signing out is a form whose answer redirects to the provider, and browsers hold form-action against the whole chain.
    private static string Policy(string? authority, string? stopwatch)
        => "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; " +
           $"connect-src 'self'{Origin(stopwatch)}; form-action 'self'{Origin(authority)}; base-uri 'none'; frame-ancestors 'none'";

    private static string Origin(string? address)
        => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? " " + uri.GetLeftPart(UriPartial.Authority) : "";
}
