using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Shared.OpenIdConnect.Metadata;

namespace Microsoft.AspNetCore.Authentication.OpenIdConnect;

/// <summary>Fills in what the application left open.</summary>
public class OpenIdConnectPostConfigureOptions(IDataProtectionProvider dataProtection) : IPostConfigureOptions<OpenIdConnectOptions>
{
    // A token response with many claims is tens of kilobytes; more is a mistake or an attack.
    private const int MaxResponseBytes = 1024 * 1024;

    /// <inheritdoc />
    public void PostConfigure(string? name, OpenIdConnectOptions options)
    {
        options.DataProtectionProvider ??= dataProtection;
        options.SignOutScheme ??= options.SignInScheme;
        options.StateDataFormat ??= new PropertiesDataFormat(
            options.DataProtectionProvider.CreateProtector(typeof(OpenIdConnectHandler).FullName!, name ?? "", "state.v1"));
        if (string.IsNullOrEmpty(options.TokenValidationParameters.ValidAudience) && !string.IsNullOrEmpty(options.ClientId))
            options.TokenValidationParameters.ValidAudience = options.ClientId;
        if (options.Backchannel is null)
        {
            // Redirects are not followed: the client secret and codes go where discovery says, and nowhere else.
            options.Backchannel = new HttpClient(options.BackchannelHttpHandler ?? new SocketsHttpHandler { AllowAutoRedirect = false })
            {
                Timeout = options.BackchannelTimeout,
                MaxResponseContentBufferSize = MaxResponseBytes,
            };
            options.Backchannel.DefaultRequestHeaders.UserAgent.ParseAdd("SingleSignOut-OpenIdConnect/1.0");
        }

        options.ConfigurationManager ??= MakeConfigurationManager(options);
    }

    private static IConfigurationManager<OpenIdConnectConfiguration>? MakeConfigurationManager(OpenIdConnectOptions options)
    {
        if (options.Configuration is not null)
            return new StaticConfigurationManager<OpenIdConnectConfiguration>(options.Configuration);
        if (string.IsNullOrEmpty(options.MetadataAddress) && !string.IsNullOrEmpty(options.Authority))
            options.MetadataAddress = options.Authority.TrimEnd('/') + "/.well-known/openid-configuration";
        if (string.IsNullOrEmpty(options.MetadataAddress))
            return null; // Validate says so, with a sentence
        if (!Uri.TryCreate(options.MetadataAddress, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
        {
            throw new ArgumentException(
                $"OpenIdConnectOptions.Authority is '{options.Authority ?? options.MetadataAddress}', which is no http or https address. Set it to the provider's address.");
        }

        if (options.RequireHttpsMetadata && address.Scheme != "https")
        {
            throw new ArgumentException(
                $"OpenIdConnectOptions.Authority is '{options.Authority ?? options.MetadataAddress}', but provider addresses must use https: " +
                "without it anybody on the network can sign in as anybody. Use https, or for development only set RequireHttpsMetadata=false.");
        }

        return new DiscoveredConfiguration(options.MetadataAddress, options);
    }
}
