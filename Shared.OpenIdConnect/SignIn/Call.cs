using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Shared.OpenIdConnect.SignIn;

/// <summary>One request, with what every step of it needs.</summary>
internal sealed record Call(
    HttpContext Http, AuthenticationScheme Scheme, OpenIdConnectOptions Options, OpenIdConnectEvents Events, ILogger Logger, TimeProvider Time)
{
    public Task<OpenIdConnectConfiguration> ProviderAsync() => Options.ConfigurationManager!.GetConfigurationAsync(Http.RequestAborted);
}
