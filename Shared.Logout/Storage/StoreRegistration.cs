using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Shared.Logout.Redis;
using Shared.Logout.Sessions;

namespace Shared.Logout.Storage;

/// <summary>Everything behind <see cref="IRevocationBook"/>.</summary>
internal static class StoreRegistration
{
    /// <summary>Redis where <c>ConnectionStrings:Redis</c> is set, else files under <c>DataDirectory</c>. A store that the application registered wins.</summary>
    public static void AddRevocationStorage(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IRevocationStore>(provider =>
            provider.GetRequiredService<IConfiguration>().GetConnectionString("Redis") is { Length: > 0 } redis
                ? RedisRevocationStore.Create(provider, redis)
                : FileRevocationStore.Create(provider, directory: null));

        services.TryAddSingleton<RevocationTable>();
        services.TryAddSingleton<RevocationObservers>();
        services.TryAddSingleton<UnconfirmedRevocations>();
        services.TryAddSingleton<StoreLookup>();
        services.TryAddSingleton<ReplicaStatus>();
        services.TryAddSingleton<IReplicaStatus>(provider => provider.GetRequiredService<ReplicaStatus>());
        services.TryAddSingleton<RevocationBook>();
        services.TryAddSingleton<IRevocationBook>(provider => provider.GetRequiredService<RevocationBook>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ReplicaService>());
    }
}
