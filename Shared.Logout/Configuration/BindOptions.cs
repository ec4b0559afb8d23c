using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Shared.Logout.Configuration;

/// <summary>Reads the section of a registration, then falls back to what the sign-in handler uses, so that most apps state nothing twice.</summary>
internal sealed class BindOptions(IEnumerable<RegistrationName> names, IConfiguration configuration)
    : IConfigureNamedOptions<BackChannelLogoutOptions>
{
    public void Configure(BackChannelLogoutOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, BackChannelLogoutOptions options)
    {
        if (names.FirstOrDefault(n => n.Value == name) is not { } registration)
            return;
        var signIn = configuration.GetSection("OpenIdConnect");
        options.Authority = signIn["Authority"];
        options.ClientId = signIn["ClientId"];
        options.ClientSecret = signIn["ClientSecret"];
        configuration.GetSection(registration.Section).Bind(options);
    }
}
