using Microsoft.Extensions.DependencyInjection;

namespace Shared.Logout.Configuration;

/// <summary>Puts a service of ours in front of one that is registered already.</summary>
internal static class Decoration
{
    /// <summary>Wraps the registration that wins, keeping its lifetime.</summary>
    public static void Decorate<TService>(this IServiceCollection services, Func<TService, TService> wrap)
        where TService : class
    {
        var inner = services.Last(descriptor => descriptor.ServiceType == typeof(TService) && !descriptor.IsKeyedService);
        services.Remove(inner);
        var create = Creation(inner);
        services.Add(ServiceDescriptor.Describe(typeof(TService), provider => wrap((TService)create(provider)), inner.Lifetime));
    }

    // Looked up once: the service may be made anew for every request.
    private static Func<IServiceProvider, object> Creation(ServiceDescriptor descriptor)
    {
        if (descriptor.ImplementationInstance is { } instance)
            return _ => instance;
        if (descriptor.ImplementationFactory is { } factory)
            return factory;
        var constructor = ActivatorUtilities.CreateFactory(descriptor.ImplementationType!, []);
        return provider => constructor(provider, []);
    }
}
