using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.FileProviders;
using Shared.Logout;

namespace Clients.Web;

/// <summary>Pages, their headers and their errors.</summary>
internal static class ClientPages
{
    public static void AddClientPages(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment, string appName)
    {
        services.AddControllersWithViews(options => options.Filters.Add(new AutoValidateAntiforgeryTokenAttribute()));
        services.AddSingleton(new ClientApp(appName, configuration["Demo:Stopwatch"]));
        services.AddSingleton(TimeProvider.System);
        // One switch, AllowHttp, for everything that would otherwise insist on https.
        services.PostConfigure<BackChannelLogoutOptions>(options =>
            options.RequireHttpsMetadata ??= !configuration.GetValue("AllowHttp", environment.IsDevelopment()));
        var plain = appName.Replace(" ", "", StringComparison.Ordinal);
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = $"{plain}.Form";
            options.SuppressXFrameOptionsHeader = true; // frame-ancestors says it
        });
        // Sessions survive a restart, and replicas that are given one directory read each other's cookies.
        var keys = configuration["DataProtection:Directory"] ?? Path.Combine(configuration["DataDirectory"] ?? "App_Data", "keys");
        services.AddDataProtection()
            .SetApplicationName(plain)
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(environment.ContentRootPath, keys)));
    }

    public static void UseClientPages(this WebApplication app, IFileProvider? moreFiles = null)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error/500",
            StatusCodeSelector = ex => ex switch
            {
                BadHttpRequestException bad => bad.StatusCode,
                InvalidDataException => StatusCodes.Status400BadRequest,    // a form that breaks the limits; Microsoft's handler lets it through
                _ when SignInFailure.IsProviderDown(ex) => StatusCodes.Status503ServiceUnavailable,
                _ => StatusCodes.Status500InternalServerError,
            },
        });
        app.UseWhen(
            http => http.Request.AcceptsPages(),
            pages => pages.UseStatusCodePagesWithReExecute("/error/{0}"));
        app.UseStaticFiles();
        if (moreFiles is not null)
            app.UseStaticFiles(new StaticFileOptions { FileProvider = moreFiles });
        app.UseRouting();
    }
}
