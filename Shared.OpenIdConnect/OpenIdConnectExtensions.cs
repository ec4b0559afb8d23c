using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Shared.OpenIdConnect.Diagnostics;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds sign-in at an OpenID Provider.</summary>
public static class OpenIdConnectExtensions
{
    /// <summary>Adds the scheme <c>OpenIdConnect</c> with options that are configured elsewhere.</summary>
    public static AuthenticationBuilder AddOpenIdConnect(this AuthenticationBuilder builder)
        => builder.AddOpenIdConnect(OpenIdConnectDefaults.AuthenticationScheme, _ => { });

    /// <summary>Adds the scheme <c>OpenIdConnect</c>.</summary>
    public static AuthenticationBuilder AddOpenIdConnect(this AuthenticationBuilder builder, Action<OpenIdConnectOptions> configureOptions)
        => builder.AddOpenIdConnect(OpenIdConnectDefaults.AuthenticationScheme, configureOptions);

    /// <summary>Adds a scheme of this name.</summary>
    public static AuthenticationBuilder AddOpenIdConnect(
        this AuthenticationBuilder builder, string authenticationScheme, Action<OpenIdConnectOptions> configureOptions)
        => builder.AddOpenIdConnect(authenticationScheme, OpenIdConnectDefaults.DisplayName, configureOptions);

    /// <summary>Adds a scheme of this name, with a name for people.</summary>
    public static AuthenticationBuilder AddOpenIdConnect(
        this AuthenticationBuilder builder, string authenticationScheme, string? displayName, Action<OpenIdConnectOptions> configureOptions)
    {
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IPostConfigureOptions<OpenIdConnectOptions>, OpenIdConnectPostConfigureOptions>());
        builder.Services.TryAddSingleton<SignInMetrics>();
        // Wrong settings stop the host, not the first person who signs in.
        builder.Services.AddOptions<OpenIdConnectOptions>(authenticationScheme).ValidateOnStart();
        return builder.AddRemoteScheme<OpenIdConnectOptions, OpenIdConnectHandler>(authenticationScheme, displayName, configureOptions);
    }
}
