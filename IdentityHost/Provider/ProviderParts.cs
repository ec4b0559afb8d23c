using IdentityHost.Diagnostics;
using IdentityHost.Provider.Authorize;
using IdentityHost.Provider.Clients;
using IdentityHost.Provider.Http;
using IdentityHost.Provider.Interaction;
using IdentityHost.Provider.Introspection;
using IdentityHost.Provider.Keys;
using IdentityHost.Provider.Revocation;
using IdentityHost.Provider.SignOut;
using IdentityHost.Provider.TokenRequests;
using IdentityHost.Provider.Tokens;
using IdentityHost.Provider.UserInfo;

using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace IdentityHost.Provider;

/// <summary>What every engine stands on: our keys, our rows of codes, grants and tokens, and the rules about what is alive.</summary>
internal static class ProviderParts
{
    public static IServiceCollection AddProviderParts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ProviderOptions>().Bind(configuration.GetSection("Provider")).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ProviderOptions>, ValidateProviderOptions>());
        services.AddHttpContextAccessor();
        services.AddDataProtection();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ProviderMetrics>();
        services.TryAddSingleton<Cors>();

        services.TryAddSingleton<SigningKeys>();
        services.TryAddSingleton<ITokenSigner, TokenSigner>();
        services.TryAddScoped<JwksEndpoint>();
        services.AddHostedService<KeyMaintenance>();

        services.TryAddSingleton<IssuerUrls>();
        services.TryAddSingleton<ScopeCatalog>();
        services.TryAddSingleton<OwnTokenReader>();
        services.TryAddSingleton<RefreshTokenFactory>();
        services.TryAddSingleton<AccessTokens>();
        services.TryAddSingleton<IAccessTokenValidator>(provider => provider.GetRequiredService<AccessTokens>());
        services.TryAddScoped<RefreshRotation>();
        services.TryAddScoped<TokenInspector>();
        services.TryAddScoped<TokenRevoker>();

        services.TryAddSingleton<SealedValues>();
        services.TryAddSingleton<InteractionTickets>();
        services.TryAddSingleton<ErrorPages>();
        services.TryAddScoped<IProviderInteraction, ProviderInteraction>();
        return services.AddRules();
    }

    /// <summary>Who is answered and who is refused, and why: the same with every engine.</summary>
    private static IServiceCollection AddRules(this IServiceCollection services)
    {
        services.TryAddSingleton<ClientAuthenticator>();
        services.TryAddSingleton<SignInRules>();
        services.TryAddScoped<AuthorizeValidator>();
        services.TryAddScoped<AuthorizeAdmission>();
        services.TryAddScoped<AuthorizeResponse>();
        services.TryAddScoped<TokenAdmission>();
        services.TryAddScoped<UserInfoValidator>();
        services.TryAddScoped<IntrospectionValidator>();
        services.TryAddScoped<SignOutValidator>();
        services.TryAddScoped<SignOutTickets>();
        services.TryAddScoped<EndSessionEndpoint>();
        services.TryAddScoped<UserInfoEndpoint>();
        services.TryAddScoped<IntrospectionEndpoint>();
        services.TryAddScoped<RevocationEndpoint>();
        return services;
    }

    /// <summary>The addresses that no engine answers differently: the key set, what a token is worth now, and the way to the sign-out page.</summary>
    public static IEndpointRouteBuilder MapProviderParts(this IEndpointRouteBuilder routes)
    {
        routes.MapProtocol<JwksEndpoint>(ProviderPaths.Jwks, "GET, HEAD", CorsRule.Everybody);
        routes.MapProtocol<UserInfoEndpoint>(ProviderPaths.UserInfo, "GET, POST", CorsRule.Clients);
        routes.MapProtocol<IntrospectionEndpoint>(ProviderPaths.Introspection, "POST", CorsRule.None);
        routes.MapProtocol<RevocationEndpoint>(ProviderPaths.Revocation, "POST", CorsRule.Clients);
        routes.MapProtocol<EndSessionEndpoint>(ProviderPaths.EndSession, "GET, POST", CorsRule.None);
        return routes;
    }
}
