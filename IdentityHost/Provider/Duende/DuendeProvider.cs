using Duende.IdentityServer.Configuration;
using Duende.IdentityServer.Endpoints.Results;
using Duende.IdentityServer.Hosting;
using Duende.IdentityServer.Models;
using Duende.IdentityServer.ResponseHandling;
using Duende.IdentityServer.Services;
using Duende.IdentityServer.Stores;
using Duende.IdentityServer.Validation;

using IdentityHost.Provider.Duende.Authorize;
using IdentityHost.Provider.Duende.Discovery;
using IdentityHost.Provider.Duende.Grants;
using IdentityHost.Provider.Duende.Hosting;
using IdentityHost.Provider.Duende.Keys;
using IdentityHost.Provider.Duende.Messages;
using IdentityHost.Provider.Duende.Registrations;
using IdentityHost.Provider.Duende.Sessions;
using IdentityHost.Provider.Duende.TokenRequests;
using IdentityHost.Provider.Duende.Tokens;
using IdentityHost.Provider.Duende.Users;
using IdentityHost.Provider.Http;

using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

using UserSession = IdentityHost.Provider.Duende.Sessions.UserSession;

namespace IdentityHost.Provider.Duende;

/// <summary>Duende IdentityServer issues codes and tokens; clients, keys, grants, people and sessions are ours.</summary>
internal static class DuendeProvider
{
    public static IServiceCollection AddDuendeProvider(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EngineOptions>().Bind(configuration.GetSection("Provider"));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<IdentityServerOptions>, ConfigureEngine>());
        services.TryAddSingleton<Engine>();
        services.TryAddScoped<TokenExchange>();
        services.TryAddScoped<ClientGrants>();
        services.TryAddScoped<AuthorizeEndpoint>();
        services.TryAddScoped<TokenEndpoint>();
        services.TryAddScoped<DiscoveryEndpoint>();
        services.AddOurStores().AddOurSessions().AddEngine();
        return services;
    }

    public static IEndpointRouteBuilder MapDuendeProvider(this IEndpointRouteBuilder routes, IApplicationBuilder app)
    {
        app.ApplicationServices.GetRequiredService<Engine>().Build(app.New());
        routes.MapProtocol<DiscoveryEndpoint>(ProviderPaths.Discovery, "GET, HEAD", CorsRule.Everybody);
        routes.MapProtocol<AuthorizeEndpoint>(ProviderPaths.Authorize, "GET, POST", CorsRule.None);
        routes.MapProtocol<TokenEndpoint>(ProviderPaths.Token, "POST", CorsRule.Clients);
        return routes;
    }

    private static IServiceCollection AddOurStores(this IServiceCollection services)
    {
        services.TryAddTransient<IClientStore, ClientStore>();
        services.TryAddTransient<IResourceStore, ResourceStore>();
        services.TryAddSingleton<IKeyMaterialService, KeyMaterial>();
        services.TryAddTransient<IAuthorizationCodeStore, AuthorizationCodes>();
        services.TryAddTransient<IReferenceTokenStore, ReferenceTokens>();
        services.TryAddTransient<IRefreshTokenService, RefreshTokens>();
        services.TryAddTransient<IPersistedGrantStore, PersistedGrants>();
        services.TryAddTransient<IProfileService, ProfileService>();
        services.TryAddTransient<ITokenService, TokenService>();
        services.TryAddTransient<IAuthorizeInteractionResponseGenerator, SessionAnswers>();
        services.TryAddTransient<IAuthorizeResponseGenerator, CodeResponses>();
        services.TryAddTransient<IDiscoveryResponseGenerator, DiscoveryDocument>();
        services.TryAddTransient<IMessageStore<ErrorMessage>, ErrorMessages>();
        services.TryAddTransient<IMessageStore<LogoutMessage>, LogoutMessages>();
        return services;
    }

    private static IServiceCollection AddOurSessions(this IServiceCollection services)
    {
        services.TryAddTransient<ISessionCoordinationService, SessionCoordination>();
        services.TryAddTransient<ISessionManagementService, SessionManagement>();
        services.TryAddTransient<IBackChannelLogoutService, LogoutNotifications>();
        return services;
    }

    /// <summary>
    /// What AddIdentityServer does, without its cookies, its key files, its external providers: our session cookie is the only one, our keys sign.
    /// </summary>
    private static void AddEngine(this IServiceCollection services)
    {
        services.AddIdentityServerBuilder()
            .AddRequiredPlatformServices()
            .AddCoreServices()
            .AddDefaultEndpoints()
            .AddPluggableServices()
            .AddValidators()
            .AddResponseGenerators()
            .AddDefaultSecretParsers()
            .AddDefaultSecretValidators()
            // For endpoints that have no address here; their services must exist all the same.
            .AddInMemoryPersistedGrants()
            .AddInMemoryPushedAuthorizationRequests();
        services.AddTransient(provider => provider.GetRequiredService<IdentityServerOptions>().DynamicProviders);

        // These are added above whatever stood there, so ours come after.
        services.AddScoped<IUserSession, UserSession>();
        services.AddTransient<IClientSecretValidator, ProvenClient>();
        services.AddTransient<IHttpResponseWriter<AuthorizeResult>, AuthorizeAnswers>();
        var rules = services.Last(service => service.ServiceType == typeof(ITokenRequestValidator));
        services.AddTransient<ITokenRequestValidator>(provider => new TokenRequestReasons(
            (ITokenRequestValidator)ActivatorUtilities.CreateInstance(provider, rules.ImplementationType!), provider.GetRequiredService<TokenExchange>()));
    }
}
