using Microsoft.Extensions.Options;

namespace IdentityHost.Provider;

internal sealed class ValidateProviderOptions : IValidateOptions<ProviderOptions>
{
    public ValidateOptionsResult Validate(string? name, ProviderOptions options)
    {
        if (options.RefreshTokenGrace < TimeSpan.Zero || options.RefreshTokenGrace > TimeSpan.FromMinutes(1))
            return Fail("RefreshTokenGrace", options.RefreshTokenGrace, "a stolen refresh token would work beside the real one for that long", "Use 0 to 60 seconds");
        if (options.KeyRefresh < TimeSpan.FromSeconds(1))
            return Fail("KeyRefresh", options.KeyRefresh, "the database would be asked without a pause", "Use at least one second");
        if (options.KeyAnnouncement < options.KeyRefresh * 2)
            return Fail("KeyAnnouncement", options.KeyAnnouncement, "another node could meet tokens of a key that it has not read yet", $"Use at least twice Provider:KeyRefresh ({options.KeyRefresh})");
        if (options.KeyRotation <= options.KeyAnnouncement)
            return Fail("KeyRotation", options.KeyRotation, "a key would be replaced before its successor can be announced", $"Use more than Provider:KeyAnnouncement ({options.KeyAnnouncement})");
        if (options.KeyRetention < TimeSpan.Zero)
            return Fail("KeyRetention", options.KeyRetention, "keys would vanish while their tokens are in use", "Use zero or more");
        if (options.InteractionLifetime < TimeSpan.FromMinutes(1))
            return Fail("InteractionLifetime", options.InteractionLifetime, "nobody types a password in that time", "Use at least one minute");
        return ValidateOptionsResult.Success;
    }

    private static ValidateOptionsResult Fail(string setting, TimeSpan value, string consequence, string fix)
        => ValidateOptionsResult.Fail($"Provider:{setting} is {value}: {consequence}. {fix}.");
}
