using Microsoft.AspNetCore.Authentication;

namespace IdentityHost.Sessions;

internal static class SessionServices
{
    public static WebApplicationBuilder AddSessions(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<SessionCookie>();
        services.AddSingleton<SessionRows>();
        services.AddSingleton<SessionSignIn>();
        services.AddSingleton<Participation>();
        services.AddSingleton<ProviderSessions>();
        services.AddSingleton<ISessions>(provider => provider.GetRequiredService<ProviderSessions>());
        services.AddAuthentication(SessionDefaults.Scheme)
            .AddScheme<AuthenticationSchemeOptions, SessionAuthenticationHandler>(SessionDefaults.Scheme, null);
        services.AddAuthorization();
        return builder;
    }
}
