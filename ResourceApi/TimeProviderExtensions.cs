using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ResourceApi;

internal static class TimeProviderExtensions
{
    public static void TryAddTimeProvider(this IServiceCollection services) => services.TryAddSingleton(TimeProvider.System);
}
