using Duende.IdentityServer.Configuration;

using IdentityHost.Configuration;
using IdentityHost.Provider.Http;

using Microsoft.Extensions.Options;

namespace IdentityHost.Provider.Duende.Hosting;

/// <summary>Our settings in IdentityServer's words.</summary>
internal sealed class ConfigureEngine(IOptions<IdentityHostOptions> host, IOptions<EngineOptions> engine) : IConfigureOptions<IdentityServerOptions>
{
    public void Configure(IdentityServerOptions options)
    {
        options.LicenseKey = engine.Value.LicenseKey;
        options.IssuerUri = host.Value.Issuer;
        options.EmitScopesAsSpaceDelimitedStringInJwt = true;   // RFC 9068 section 2.2.3
        options.KeyManagement.Enabled = false;                  // the keys are ours: logout tokens are signed with them too
        options.Cors.CorsPaths = [];                            // answered before the request gets there

        options.UserInteraction.LoginUrl = ProviderPaths.Login;
        options.UserInteraction.LoginReturnUrlParameter = "ReturnUrl";
        options.UserInteraction.LogoutUrl = ProviderPaths.Logout;
        options.UserInteraction.ErrorUrl = ProviderPaths.Error;

        // Not here with either engine.
        options.Endpoints.EnableCheckSessionEndpoint = false;
        options.Endpoints.EnableDeviceAuthorizationEndpoint = false;
        options.Endpoints.EnableBackchannelAuthenticationEndpoint = false;
        options.Endpoints.EnablePushedAuthorizationEndpoint = false;
        options.Endpoints.EnableOAuth2MetadataEndpoint = false;

        // What is too long was refused before, by the size of the whole request.
        var lengths = options.InputLengthRestrictions;
        lengths.ClientId = lengths.GrantType = lengths.RedirectUri = lengths.Scope = lengths.Nonce = lengths.AuthorizationCode = lengths.RefreshToken
            = ParameterReader.MaxBytes;
    }
}
