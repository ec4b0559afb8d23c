namespace IdentityHost.Diagnostics;

internal static class DiagnosticsServices
{
    public static WebApplicationBuilder AddIdentityDiagnostics(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CoreMetrics>();
        builder.Services.AddSingleton<DeliveryMetrics>();
        builder.Services.AddSingleton<AuditLog>();
        builder.Services.AddHostedService<DeliveryStatistics>();
        builder.Services.AddHealthChecks()
            .AddCheck<DatabaseHealthCheck>("database")
            .AddCheck<DeliveryHealthCheck>("deliveries");
        return builder;
    }
}
