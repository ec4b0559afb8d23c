using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Shared.Logout;
using Shared.Logout.Configuration;
using Shared.Logout.Diagnostics;
using Shared.Logout.Http;
using Shared.Logout.Live;
using Shared.Logout.Sessions;
using Shared.Logout.Storage;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds back-channel logout to an application that signs people in with a cookie.</summary>
public static class BackChannelLogoutBuilderExtensions
{
    /// <summary>
    /// Ends cookie sessions when the provider says so. Reads the section <c>BackChannelLogout</c>, falls back to <c>OpenIdConnect</c>, and stops the
    /// host's start with a sentence where the settings cannot work. Calling it again only adds <paramref name="configure"/>.
    /// </summary>
    /// <param name="builder">What <c>AddAuthentication</c> returned.</param>
    /// <param name="configure">Changes options after configuration was read. Default: nothing.</param>
    public static AuthenticationBuilder AddBackChannelLogout(this AuthenticationBuilder builder, Action<BackChannelLogoutOptions>? configure = null)
        => builder.AddBackChannelLogout(Options.Options.DefaultName, configure);

    /// <summary>
    /// Adds one of several registrations: another provider, client id or cookie scheme. Reads the section <c>BackChannelLogout:{name}</c>,
    /// falls back to <c>OpenIdConnect</c>. Calling it again with the same name only adds <paramref name="configure"/>.
    /// </summary>
    /// <param name="builder">What <c>AddAuthentication</c> returned.</param>
    /// <param name="name">The registration's name, for its section and for <see cref="ISessionRevoker"/>.</param>
    /// <param name="configure">Changes options after configuration was read. Default: nothing.</param>
    public static AuthenticationBuilder AddBackChannelLogout(
        this AuthenticationBuilder builder, string name, Action<BackChannelLogoutOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        return Add(builder, new RegistrationName(name), configure);
    }

    /// <summary>
    /// Lets an API refuse access tokens whose session was signed out, without asking the provider. Reads the section <c>BackChannelLogout</c>,
    /// falls back to <c>OpenIdConnect</c>. The bearer handler asks <see cref="BackChannelLogoutHttpContextExtensions.CheckSessionAsync"/> once a token is otherwise valid.
    /// An application that has pages as well calls <see cref="AddBackChannelLogout(AuthenticationBuilder, Action{BackChannelLogoutOptions}?)"/> beside it.
    /// </summary>
    /// <param name="builder">What <c>AddAuthentication</c> returned.</param>
    /// <param name="configure">
    /// Changes options after configuration was read. Default: nothing. <see cref="BackChannelLogoutOptions.RevocationLifetime"/> is 1 day where it is not
    /// set; an access token that was issued longer ago is refused.
    /// </param>
    public static AuthenticationBuilder AddBackChannelLogoutForApi(this AuthenticationBuilder builder, Action<BackChannelLogoutOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return Add(builder, new RegistrationName(Options.Options.DefaultName, ForCookie: false, ForApi: true), configure);
    }

    /// <summary>Aborts exactly the hub connections of a session when it is signed out, on every transport, whichever instance received the logout.</summary>
    /// <param name="builder">What <c>AddSignalR</c> returned.</param>
    public static ISignalRServerBuilder AddSessionEnd(this ISignalRServerBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<SessionEndHubFilter>();
        builder.Services.Configure<HubOptions>(options => options.AddFilter<SessionEndHubFilter>());
        return builder;
    }

    /// <summary>
    /// Adds a check of the path on which logouts arrive: degraded while this instance is out of step with the store, unhealthy once that has lasted
    /// longer than <see cref="BackChannelLogoutOptions.MaxStaleness"/>.
    /// </summary>
    /// <param name="builder">What <c>AddHealthChecks</c> returned.</param>
    /// <param name="name">The check's name. Default: <c>backchannel-logout</c>.</param>
    /// <param name="tags">The check's tags. Default: none.</param>
    public static IHealthChecksBuilder AddBackChannelLogout(
        this IHealthChecksBuilder builder, string name = "backchannel-logout", IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddCheck<LogoutHealthCheck>(name, tags: tags ?? []);
    }

    private static AuthenticationBuilder Add(AuthenticationBuilder builder, RegistrationName name, Action<BackChannelLogoutOptions>? configure)
    {
        var services = builder.Services;
        if (services.All(service => service.ServiceType != typeof(RegistrationName)))
            AddOnce(services);
        var known = services.FirstOrDefault(service => (service.ImplementationInstance as RegistrationName)?.Value == name.Value);
        if (known is null)
            services.AddSingleton(name);
        else
            services[services.IndexOf(known)] = ServiceDescriptor.Singleton(((RegistrationName)known.ImplementationInstance!).And(name));
        if (configure is not null)
            services.Configure(name.Value, configure);
        return builder;
    }

    private static void AddOnce(IServiceCollection services)
    {
        services.AddAuthenticationCore();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IConfigureOptions<BackChannelLogoutOptions>, BindOptions>();
        services.AddSingleton<ILogoutRegistrations, LogoutRegistrations>();
        services.AddSingleton<GuardedSchemes>();
        services.AddSingleton<SessionIdentity>();
        services.AddSingleton<SessionGuard>();
        services.AddSingleton<BearerGuard>();
        services.AddSingleton<SessionRejection>();
        services.AddSingleton<SignInStamper>();
        services.AddSingleton<SessionMetrics>();
        services.AddSingleton<TokenRevocationQueue>();
        services.AddHostedService<TokenRevoker>();
        services.TryAddSingleton<ISessionRevoker, SessionRevoker>();
        services.AddSingleton<IPostConfigureOptions<CookieAuthenticationOptions>, ConfigureCookieOptions>();
        services.AddSingleton<IValidateOptions<CookieAuthenticationOptions>, ConfigureCookieOptions>();
        services.AddSingleton<RequestSession>();
        services.AddSingleton<LiveSessions>();
        services.AddSingleton<SessionEventStreams>();
        services.AddSingleton<SessionEventsEndpoint>();
        services.AddHostedService<StartupCheck>();
        services.AddHostedService<StorageMetrics>();
        services.AddHostedService<Doctor>();
        services.Decorate<IAuthenticationService>(inner => new SessionAuthenticationService(inner));
        services.AddLogoutDoor();
        services.AddRevocationStorage();
    }
}
