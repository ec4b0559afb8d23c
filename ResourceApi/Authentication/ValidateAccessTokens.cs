using Microsoft.Extensions.Options;

namespace ResourceApi.Authentication;

/// <summary>A setting that cannot work stops the host at start.</summary>
internal sealed class ValidateAccessTokens(IHostEnvironment environment) : IValidateOptions<AccessTokenOptions>
{
    public ValidateOptionsResult Validate(string? name, AccessTokenOptions options)
    {
        if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out var authority))
            return Fail($"OpenIdConnect:Authority is '{options.Authority}', so nobody's access tokens can be checked. Set it to the provider's address.");
        if (authority.Scheme != Uri.UriSchemeHttps && (options.RequireHttpsMetadata ?? !environment.IsDevelopment()))
            return Fail($"OpenIdConnect:Authority is '{options.Authority}': keys fetched over http can be replaced on the way. Use https, or set AccessTokens:RequireHttpsMetadata to false.");
        if (options.Audience.Length == 0)
            return Fail("OpenIdConnect:ClientId is empty, so tokens of every other API would be accepted. Set it to this API's name at the provider.");
        if (options.Accept is AccessTokenKinds.None)
            return Fail("AccessTokens:Accept is None, so no request could succeed. Set it to Jwt, Reference, or both separated by a comma.");
        if (options.Accept.HasFlag(AccessTokenKinds.Reference) && options.Secret.Length == 0)
            return Fail("OpenIdConnect:ClientSecret is empty, so reference tokens cannot be introspected. Set it, or set AccessTokens:Accept to Jwt.");
        if (options.IntrospectionCache < TimeSpan.Zero || options.IntrospectionCache > TimeSpan.FromMinutes(10))
            return Fail($"AccessTokens:IntrospectionCache is {options.IntrospectionCache}; a revoked token would live on that long. Use 0 to 10 minutes.");
        return ValidateOptionsResult.Success;
    }

    private static ValidateOptionsResult Fail(string message) => ValidateOptionsResult.Fail(message);
}
