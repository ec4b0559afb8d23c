using Microsoft.Extensions.Options;

namespace IdentityHost.Configuration;

/// <summary>What Development needs to start without any configuration.</summary>
internal sealed class DefaultIdentityHostOptions(IHostEnvironment environment) : IPostConfigureOptions<IdentityHostOptions>
{
    public void PostConfigure(string? name, IdentityHostOptions options)
    {
        if (!environment.IsDevelopment())
            return;
        options.Issuer ??= "http://localhost:5000";
        if (options.Delivery.AllowedPrivateTargets.Count == 0)
            options.Delivery.AllowedPrivateTargets = ["127.0.0.0/8", "::1/128"];
    }
}
