using IdentityHost.Provider.BuiltIn.Authorize;
using IdentityHost.Provider.BuiltIn.Discovery;
using IdentityHost.Provider.BuiltIn.TokenRequests;
using IdentityHost.Provider.BuiltIn.Tokens;
using IdentityHost.Provider.Http;

using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IdentityHost.Provider.BuiltIn;

/// <summary>An OpenID Provider: authorization code with PKCE, and nothing else.</summary>
internal static class BuiltInProvider
{
    public static IServiceCollection AddBuiltInProvider(this IServiceCollection services)
    {
        services.TryAddSingleton<IdTokenFactory>();
        services.TryAddSingleton<AccessTokenFactory>();

        services.TryAddScoped<CodeIssuer>();
        services.TryAddScoped<CodeRedeemer>();
        services.TryAddScoped<RefreshRedeemer>();
        services.TryAddScoped<ClientGranter>();
        services.TryAddScoped<TokenIssuer>();

        services.TryAddScoped<DiscoveryEndpoint>();
        services.TryAddScoped<AuthorizeEndpoint>();
        services.TryAddScoped<TokenEndpoint>();
        return services;
    }

    public static IEndpointRouteBuilder MapBuiltInProvider(this IEndpointRouteBuilder routes)
    {
        routes.MapProtocol<DiscoveryEndpoint>(ProviderPaths.Discovery, "GET, HEAD", CorsRule.Everybody);
        routes.MapProtocol<AuthorizeEndpoint>(ProviderPaths.Authorize, "GET, POST", CorsRule.None);
        routes.MapProtocol<TokenEndpoint>(ProviderPaths.Token, "POST", CorsRule.Clients);
        return routes;
    }
}
