using Microsoft.Extensions.Options;

namespace IdentityHost.Configuration;

internal static class ConfigurationServices
{
    public static WebApplicationBuilder AddIdentityConfiguration(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<IdentityHostOptions>().Bind(builder.Configuration).ValidateOnStart();
        services.AddOptions<Registrations>().Bind(builder.Configuration).ValidateOnStart();
        services.AddSingleton<IPostConfigureOptions<IdentityHostOptions>, DefaultIdentityHostOptions>();
        services.AddSingleton<IValidateOptions<IdentityHostOptions>, ValidateIdentityHostOptions>();
        services.AddSingleton<IValidateOptions<Registrations>, ValidateRegistrations>();
        services.AddSingleton<ClientDirectory>();
        services.AddSingleton<IClientDirectory>(provider => provider.GetRequiredService<ClientDirectory>());
        return builder;
    }
}
