using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shared.Logout;
using Shared.Logout.Redis;
using Shared.Logout.Storage;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Chooses where revocations are kept. Without a choice: Redis where <c>ConnectionStrings:Redis</c> is set, else a file under <c>DataDirectory</c>.
/// A store of one's own is registered as <see cref="IRevocationStore"/>.
/// </summary>
public static class BackChannelLogoutStoreExtensions
{
    /// <summary>Keeps revocations in Redis 6.2 or later, for any number of instances; no request asks Redis while it can be reached.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="connection">A StackExchange.Redis connection string.</param>
    public static IServiceCollection AddRedisRevocationStore(this IServiceCollection services, string connection)
    {
        ArgumentException.ThrowIfNullOrEmpty(connection);
        return services.Use(provider => RedisRevocationStore.Create(provider, connection));
    }

    /// <summary>Keeps revocations in a file of this process. They survive a crash; a second process that asks for the same directory does not start.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="directory">Where. Default: the configuration value <c>DataDirectory</c>, else <c>App_Data</c> under the content root.</param>
    public static IServiceCollection AddFileRevocationStore(this IServiceCollection services, string? directory = null)
        => services.Use(provider => FileRevocationStore.Create(provider, directory));

    /// <summary>
    /// Keeps revocations in the registered <see cref="IDistributedCache"/>, whatever it is. Every request asks the cache, and the protection is only as
    /// good as the cache: an evicted entry brings a signed-out session back to life.
    /// </summary>
    /// <param name="services">The application's services.</param>
    public static IServiceCollection AddDistributedCacheRevocationStore(this IServiceCollection services)
        => services.Use(provider => ActivatorUtilities.CreateInstance<DistributedCacheRevocationStore>(provider));

    /// <summary>Keeps revocations in memory, for tests: a restart forgets them.</summary>
    /// <param name="services">The application's services.</param>
    public static IServiceCollection AddInMemoryRevocationStore(this IServiceCollection services)
        => services.Use(provider => ActivatorUtilities.CreateInstance<MemoryRevocationStore>(provider));

    private static IServiceCollection Use(this IServiceCollection services, Func<IServiceProvider, IRevocationStore> create)
        => services.Replace(ServiceDescriptor.Singleton(create));
}
