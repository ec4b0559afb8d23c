namespace IdentityHost.Delivery;

internal static class DeliveryServices
{
    public static WebApplicationBuilder AddDelivery(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<Chance>();
        services.AddSingleton<DeliverySignal>();
        services.AddSingleton<ClientTargets>();
        services.AddSingleton<LogoutTokenFactory>();
        services.AddSingleton<TargetGuard>();
        services.AddSingleton<LogoutHttpClient>();
        services.AddSingleton<LogoutSender>();
        services.AddSingleton<ClientTester>();
        services.AddSingleton<DeliveryAttempt>();
        services.AddSingleton<DeliveryStore>();
        services.AddSingleton<BatchWaiters>();
        services.AddSingleton<CompletionWriter>();
        services.AddSingleton<IDeliveries, DeliveryLedger>();
        services.AddHostedService<DeliveryWorker>();
        return builder;
    }
}
