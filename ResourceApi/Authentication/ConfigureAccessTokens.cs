using Microsoft.Extensions.Options;

namespace ResourceApi.Authentication;

/// <summary>Fills what was left out from the section that every app of the federation has.</summary>
internal sealed class ConfigureAccessTokens(IConfiguration configuration) : IPostConfigureOptions<AccessTokenOptions>
{
    public void PostConfigure(string? name, AccessTokenOptions options)
    {
        options.Authority = Or(options.Authority, "OpenIdConnect:Authority");
        options.Audience = Or(options.Audience, "OpenIdConnect:ClientId");
        options.Secret = Or(options.Secret, "OpenIdConnect:ClientSecret");
        if (options.Algorithms.Count == 0)
            options.Algorithms = ["RS256", "ES256"];
    }

    private string Or(string value, string key) => value.Length > 0 ? value : configuration[key] ?? "";
}
