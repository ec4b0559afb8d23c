using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shared.Logout.Configuration;
using Shared.Logout.Diagnostics;
using Shared.Logout.Sessions;
using Shared.Logout.Tokens;

namespace Shared.Logout.Http;

/// <summary>What the endpoint needs beside <c>ILogoutRegistrations</c> and <c>IRevocationBook</c>.</summary>
internal static class LogoutDoorServices
{
    public static IServiceCollection AddLogoutDoor(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        // AddCors, before or after, leaves a service alone that is registered already.
        services.TryAddTransient<ICorsService, CorsService>();
        services.Decorate<ICorsService>(inner => new ClosedToOrigins(inner));
        services.TryAddSingleton<LogoutMetrics>();
        services.TryAddSingleton<ProviderKeysCatalog>();
        services.TryAddSingleton<LogoutTokenValidator>();
        services.TryAddSingleton<LogoutRecorder>();
        services.TryAddSingleton<LogoutEvents>();
        services.TryAddSingleton<FloodGate>();
        services.TryAddSingleton<StoppingGrace>();
        services.TryAddSingleton<LogoutEndpoint>();
        return services;
    }
}
