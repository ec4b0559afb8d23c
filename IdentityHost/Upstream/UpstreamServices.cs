using IdentityHost.Accounts;

using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

using Shared.Logout;

namespace IdentityHost.Upstream;

/// <summary>Another provider above this one. At this edge IdentityHost is a relying party, and nowhere else.</summary>
internal static class UpstreamServices
{
    /// <summary>Nothing at all where the section <c>External</c> is absent.</summary>
    public static WebApplicationBuilder AddUpstream(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(ExternalOptions.Section);
        if (!section.Exists())
            return builder;
        var services = builder.Services;
        services.AddOptions<ExternalOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IPostConfigureOptions<ExternalOptions>, DefaultExternalOptions>();
        services.AddSingleton<IValidateOptions<ExternalOptions>, ValidateExternalOptions>();
        services.AddSingleton<ReturnTickets>();
        services.AddSingleton<UpstreamSignIn>();
        services.AddSingleton<UpstreamSessions>();
        services.AddSingleton<UpstreamLogout>();
        services.AddSingleton<IExternalSignIn, ExternalSignIn>();
        services.AddSingleton<IExternalSignOut, ExternalSignOut>();
        services.AddSingleton<IRevocationStore, UpstreamRevocationStore>();

        // A door for tokens without a cookie of its own: our sessions are rows, and the ID token is what is checked against the record.
        services.AddAuthentication()
            .AddOpenIdConnect(UpstreamDefaults.Scheme, _ => { })
            .AddBackChannelLogoutForApi();
        services.AddSingleton<IConfigureOptions<OpenIdConnectOptions>, ConfigureUpstreamHandler>();
        services.AddSingleton<IConfigureOptions<BackChannelLogoutOptions>, ConfigureUpstreamLogout>();
        return builder;
    }

    public static WebApplication MapUpstream(this WebApplication app)
    {
        if (app.Services.GetService<IExternalSignIn>() is null)
            return app;
        app.MapBackChannelLogout(UpstreamDefaults.Logout);
        app.MapGet(UpstreamDefaults.Start, UpstreamEndpoints.SignInAsync);
        app.MapGet(UpstreamDefaults.SignOut, UpstreamEndpoints.SignOutAsync);
        app.MapGet(UpstreamDefaults.SignedOut, UpstreamEndpoints.SignedOut);
        return app;
    }
}
