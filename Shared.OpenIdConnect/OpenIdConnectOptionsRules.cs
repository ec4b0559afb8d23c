using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Microsoft.AspNetCore.Authentication.OpenIdConnect;

/// <summary>What is wrong with the settings, said with the setting, the consequence and the fix.</summary>
internal static class OpenIdConnectOptionsRules
{
    public static void Check(OpenIdConnectOptions options)
    {
        Require(!string.IsNullOrEmpty(options.ClientId), nameof(options.ClientId),
            "is empty, so the provider cannot know who asks. Set it to the client id that is registered at the provider.");
        Require(options.CallbackPath.HasValue, nameof(options.CallbackPath),
            "is empty, so the provider's answer has nowhere to go. Set it to the path of the registered redirect URI.");
        Require(options.ConfigurationManager is not null, nameof(options.Authority),
            "is empty and neither MetadataAddress, Configuration nor ConfigurationManager is set, so no provider is known. Set Authority to the provider's address.");
        Require(options.ResponseType == OpenIdConnectResponseType.Code, nameof(options.ResponseType),
            $"is '{options.ResponseType}', but only the code flow is implemented: tokens do not travel through the browser. Set it to 'code'.");
        Require(options.ResponseMode is OpenIdConnectResponseMode.Query or OpenIdConnectResponseMode.FormPost, nameof(options.ResponseMode),
            $"is '{options.ResponseMode}'. Set it to 'query' or 'form_post'.");
        Require(options.Scope.Contains("openid"), nameof(options.Scope),
            "lacks 'openid', so the provider would issue no ID token. Add it.");
        Require(options.MaxAge is not { } age || age >= TimeSpan.Zero, nameof(options.MaxAge), "is negative. Set it to zero or more.");
        foreach (var algorithm in options.TokenValidationParameters.ValidAlgorithms ?? [])
            Require(algorithm.Length == 5 && algorithm[..2] is "RS" or "ES" or "PS", "TokenValidationParameters.ValidAlgorithms",
                $"contains '{algorithm}'. ID tokens without an asymmetric signature can be made by others. Keep RS256, ES256 or the like.");
    }

    private static void Require(bool condition, string setting, string sentence)
    {
        if (!condition)
            throw new ArgumentException($"OpenIdConnectOptions.{setting} {sentence}", setting);
    }
}
