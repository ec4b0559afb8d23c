namespace IdentityHost.EndSession;

internal static class EndSessionServices
{
    public static WebApplicationBuilder AddEndSession(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SessionEndSignal>();
        builder.Services.AddSingleton<SessionEnding>();
        builder.Services.AddSingleton<ClientEnding>();
        builder.Services.AddSingleton<EndSessionDoor>();
        builder.Services.AddSingleton<IEndSession>(provider => provider.GetRequiredService<EndSessionDoor>());
        builder.Services.AddHostedService<ExpiryService>();
        builder.Services.AddHostedService<ClientChangeService>();
        return builder;
    }
}
