using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ResourceApi.Authentication;

internal static class AccessTokenExtensions
{
    public static AuthenticationBuilder AddAccessTokens(this AuthenticationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<AccessTokenOptions>().BindConfiguration("AccessTokens").ValidateOnStart();
        services.AddSingleton<IPostConfigureOptions<AccessTokenOptions>, ConfigureAccessTokens>();
        services.AddSingleton<IValidateOptions<AccessTokenOptions>, ValidateAccessTokens>();
        services.AddHttpClient(nameof(ProviderMetadata)).ConfigurePrimaryHttpMessageHandler(Handler);
        services.AddHttpClient(nameof(IntrospectionClient)).ConfigurePrimaryHttpMessageHandler(Handler);
        services.AddSingleton<ProviderMetadata>();
        services.AddSingleton<JwtAccessTokens>();
        services.AddSingleton<IntrospectionReader>();
        services.AddSingleton<IntrospectionClient>();
        services.AddSingleton<ReferenceAccessTokens>();
        services.AddSingleton<AccessTokens>();
        return builder.AddScheme<AuthenticationSchemeOptions, AccessTokenHandler>(AccessTokenDefaults.Scheme, null);
    }

    private static SocketsHttpHandler Handler() => new() { AllowAutoRedirect = false, UseCookies = false };
}
