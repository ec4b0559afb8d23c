using IdentityHost.Accounts;
using IdentityHost.Configuration;

using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace IdentityHost.Upstream;

/// <summary>The sign-in handler's settings, from ours.</summary>
internal sealed class ConfigureUpstreamHandler(IOptions<ExternalOptions> external, IOptions<IdentityHostOptions> host, IHostEnvironment environment)
    : IConfigureNamedOptions<OpenIdConnectOptions>
{
    public void Configure(OpenIdConnectOptions options)
    {
    }

    public void Configure(string? name, OpenIdConnectOptions options)
    {
        if (name != UpstreamDefaults.Scheme)
            return;
        var allowHttp = host.Value.AllowHttp || environment.IsDevelopment();
        options.Authority = external.Value.Authority;
        options.ClientId = external.Value.ClientId;
        options.ClientSecret = external.Value.ClientSecret;
        options.RequireHttpsMetadata = !allowHttp;
        options.Scope.Clear();
        foreach (var scope in external.Value.Scopes)
            options.Scope.Add(scope);

        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        foreach (var cookie in (CookieBuilder[])[options.CorrelationCookie, options.NonceCookie])
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = allowHttp ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        }
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = true;
        options.SaveTokens = true;      // in the ticket of this one request; the session keeps the ID token alone
        options.CallbackPath = UpstreamDefaults.Callback;
        options.SignedOutCallbackPath = UpstreamDefaults.SignedOutCallback;
        options.SignedOutRedirectUri = PagePaths.SignedOut;
        options.RemoteSignOutPath = PathString.Empty;   // the back channel tells us; our cookie is not sent into a foreign frame
        options.Events = Events();
    }

    private OpenIdConnectEvents Events()
    {
        // Not from the request: behind a proxy it may name another host. The issuer is where browsers find us.
        var address = host.Value.Issuer!.TrimEnd('/');
        return new OpenIdConnectEvents
        {
            OnRedirectToIdentityProvider = context =>
            {
                context.ProtocolMessage.RedirectUri = address + UpstreamDefaults.Callback;
                return Task.CompletedTask;
            },
            OnTokenValidated = context =>
            {
                // Microsoft's handler takes one without a signature from the token endpoint, as OpenID Connect Core 3.1.3.7 step 6 allows.
                if (context.SecurityToken.SignatureAlgorithm == SecurityAlgorithms.None)
                    context.Fail("The ID token is not signed.");
                return Task.CompletedTask;
            },
            OnTicketReceived = context => context.HttpContext.RequestServices.GetRequiredService<UpstreamSignIn>().FinishAsync(context),
            OnRedirectToIdentityProviderForSignOut = context =>
            {
                context.ProtocolMessage.IdTokenHint = context.Properties.GetParameter<string>(UpstreamEndpoints.HintParameter);
                context.ProtocolMessage.PostLogoutRedirectUri = address + UpstreamDefaults.SignedOutCallback;
                return Task.CompletedTask;
            },
        };
    }
}
