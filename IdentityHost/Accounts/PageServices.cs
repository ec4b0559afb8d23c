using IdentityHost.Accounts.Admin;
using IdentityHost.Accounts.Security;
using IdentityHost.Accounts.SignOut;
using IdentityHost.Api;
using IdentityHost.Configuration;
using IdentityHost.Sessions;

using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.Extensions.Options;

namespace IdentityHost.Accounts;

/// <summary>Everything that a person or an operator sees.</summary>
internal static class PageServices
{
    public static WebApplicationBuilder AddPages(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<Names>();
        services.AddScoped<UserLookup>();
        services.AddScoped<IAuditTrail, AuditTrail>();
        services.AddScoped<OpenDeliveries>();
        services.AddScoped<SignOutFlow>();
        services.AddScoped<SignOutReporter>();
        services.AddSingleton<SignOutReceipts>();
        services.AddSingleton<IAntiforgeryAdditionalDataProvider, SessionBoundAntiforgery>();
        services.AddSingleton<SessionEvents>();
        services.AddScoped<LoadVisitor>();
        services.AddExceptionHandler<ProblemForScripts>();
        // By the issuer and not by the request: a proxy that ends TLS speaks http to this host, and browsers https to the proxy.
        services.AddOptions<CookiePolicyOptions>().Configure<IOptions<IdentityHostOptions>>((policy, identity) => policy.Secure =
            identity.Value.Issuer?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) is true ? CookieSecurePolicy.Always : CookieSecurePolicy.None);
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "identityhost.form";      // apps on one host name share one cookie jar
            options.Cookie.SameSite = SameSiteMode.Lax;     // Strict would break a form in one tab when an app opens another
            options.SuppressXFrameOptionsHeader = true;     // ours says DENY
        });
        services.Configure<CookieTempDataProviderOptions>(options =>
        {
            options.Cookie.Name = "identityhost.notice";
            options.Cookie.SameSite = SameSiteMode.Lax;
        });
        services.AddRazorPages(options =>
        {
            options.RootDirectory = "/Accounts";
            options.Conventions.ConfigureFilter(new ServiceFilterAttribute(typeof(LoadVisitor)) { Order = -2000 });
            options.Conventions.ConfigureFilter(new FormRefusals());
            options.Conventions.AddPageApplicationModelConvention("/Sessions", Guard(null));
            options.Conventions.AddPageApplicationModelConvention("/Password", Guard(null));
            options.Conventions.AddFolderApplicationModelConvention("/Admin", Guard(Visitor.AdminRole));
            options.Conventions.AddPageApplicationModelConvention("/Admin/Report", page => page.EndpointMetadata.Add(NoActivity.Instance));  // loads itself again
        });
        return builder;
    }

    public static WebApplication UsePages(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseErrorAnswers();
        app.UseCookiePolicy();
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = static file => file.Context.Response.Headers.CacheControl =
                file.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache",
        });
        return app;
    }

    public static WebApplication MapPages(this WebApplication app)
    {
        app.MapRazorPages();
        app.MapManagementApi();
        app.MapGet(PagePaths.SignedOutStatus, SignedOutStatus.HandleAsync).WithMetadata(NoActivity.Instance);
        app.MapGet(PagePaths.SessionEvents, SessionEvents.HandleAsync).WithMetadata(NoActivity.Instance);
        return app;
    }

    private static Action<PageApplicationModel> Guard(string? role) => page => page.Filters.Add(new RequireVisitor(role));
}
