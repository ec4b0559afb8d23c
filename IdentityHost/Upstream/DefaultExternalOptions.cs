using Microsoft.Extensions.Options;

namespace IdentityHost.Upstream;

/// <summary>What need not be configured. Here and not in the class: a list in configuration would be added to a list there.</summary>
internal sealed class DefaultExternalOptions : IPostConfigureOptions<ExternalOptions>
{
    public void PostConfigure(string? name, ExternalOptions options)
    {
        if (options.Scopes.Count == 0)
            options.Scopes = ["openid", "profile", "email"];
        if (string.IsNullOrWhiteSpace(options.Name) && Uri.TryCreate(options.Authority, UriKind.Absolute, out var authority))
            options.Name = authority.Host;
    }
}
