using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

using ResourceApi.Authentication;

namespace ResourceApi.BrowserApp;

internal static class BrowserAppExtensions
{
    private const string Library = "app/lib/oidc-client-ts.min.js";

    // Where the demo's start page takes the times of clicks and changes; not set outside the demo.
    private const string Stopwatch = "Demo:Stopwatch";

    public static void AddBrowserApp(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<BrowserAppOptions>().BindConfiguration("BrowserApp");
        var origins = builder.Configuration.GetSection("BrowserApp:Origins").Get<string[]>() ?? [];
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins(origins)
            .WithMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete)
            .WithHeaders("authorization", "content-type")
            .WithExposedHeaders("WWW-Authenticate", "Retry-After")));
    }

    public static void MapBrowserApp(this WebApplication app)
    {
        var files = app.Environment.WebRootFileProvider;
        app.MapGet("/", () => Results.Redirect("/app/")).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/app/settings.json", Settings).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/app/{**path}", (HttpContext http, string? path) => Send(http, files, path)).AllowAnonymous().ExcludeFromDescription();
    }

    private static IResult Settings(IOptions<BrowserAppOptions> app, IOptions<AccessTokenOptions> tokens, IConfiguration configuration, IWebHostEnvironment environment)
        => Results.Json(new
        {
            authority = tokens.Value.Authority,
            clientId = app.Value.ClientId,
            stopwatch = configuration[Stopwatch],
            restored = environment.WebRootFileProvider.GetFileInfo(Library).Exists,
        });

    private static IResult Send(HttpContext http, IFileProvider files, string? path)
    {
        // Routing matches /app and /app/ alike; the browser app lives at the one that its redirect addresses name.
        if (http.Request.Path == "/app")
            return Results.Redirect("/app/");
        // The address that the provider sends people back to is a page of the app too.
        var name = path is null or "" or "callback" ? "index.html" : path;
        var file = files.GetFileInfo("app/" + name);
        if (!file.Exists || file.IsDirectory)
            return Results.NotFound();
        var authority = http.RequestServices.GetRequiredService<IOptions<AccessTokenOptions>>().Value.Authority;
        var reports = http.RequestServices.GetRequiredService<IConfiguration>()[Stopwatch] is { } address ? " " + new Uri(address).GetLeftPart(UriPartial.Authority) : "";
        http.Response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' {authority}{reports}; " +
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers.CacheControl = "no-cache";
        return Results.File(file.CreateReadStream(), ContentType(name), lastModified: file.LastModified);
    }

    private static string ContentType(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}
