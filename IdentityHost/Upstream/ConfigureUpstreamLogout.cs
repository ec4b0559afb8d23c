using IdentityHost.Configuration;

using Microsoft.Extensions.Options;

using Shared.Logout;

namespace IdentityHost.Upstream;

/// <summary>The settings of the door for logout tokens, from ours. What else can be set is read from <c>BackChannelLogout</c> before.</summary>
internal sealed class ConfigureUpstreamLogout(
    IOptions<ExternalOptions> external, IOptions<IdentityHostOptions> host, IHostEnvironment environment, UpstreamLogout logout)
    : IConfigureNamedOptions<BackChannelLogoutOptions>
{
    // Only a sign-in that is on its way can still need the record, and none is on its way for an hour.
    private static readonly TimeSpan _signInsTake = TimeSpan.FromHours(1);

    public void Configure(BackChannelLogoutOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, BackChannelLogoutOptions options)
    {
        options.Authority = external.Value.Authority;
        options.ClientId = external.Value.ClientId;
        options.ClientSecret = external.Value.ClientSecret;
        options.RequireHttpsMetadata = !(host.Value.AllowHttp || environment.IsDevelopment());
        options.RevocationLifetime ??= _signInsTake;
        if (options.SigningAlgorithms.Count == 0)
            options.SigningAlgorithms.UnionWith(["RS256", "ES256"]);    // what the sign-in handler accepts for ID tokens
        options.Events.OnLogoutAcknowledging = logout.EndAsync;
    }
}
