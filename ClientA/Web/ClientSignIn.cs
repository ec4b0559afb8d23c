using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Clients.Web;

/// <summary>How both applications sign people in. Compiles against Microsoft's handler as well.</summary>
internal static class ClientSignIn
{
    /// <summary>The scope of ResourceApi, asked for where the provider has it.</summary>
    public const string RecordsScope = "dataEventRecords";

    private const string StartedKey = "session.started";

    public static void UseClientDefaults(this OpenIdConnectOptions options, bool allowHttp)
    {
        options.RequireHttpsMetadata = !allowHttp;
        options.ResponseType = OpenIdConnectResponseType.Code;
        // query with Lax cookies works on http and https alike, and PKCE makes a code in a URL worthless to others.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        foreach (var cookie in (CookieBuilder[])[options.CorrelationCookie, options.NonceCookie])
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = allowHttp ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        }

        options.SaveTokens = true;
        options.GetClaimsFromUserInfoEndpoint = true;    // names are not in the ID token
        options.MapInboundClaims = false;
        options.TokenValidationParameters.NameClaimType = "name";
        options.TokenValidationParameters.RoleClaimType = "role";
        options.BackchannelTimeout = TimeSpan.FromSeconds(10);
        options.SignedOutRedirectUri = "/account/signed-out";
    }

    public static void UseClientEvents(this OpenIdConnectEvents events)
    {
        events.OnRedirectToIdentityProvider = RedirectAsync;
        events.OnTokenValidated = context =>
        {
            // Microsoft's handler takes one without a signature from the token endpoint, as OpenID Connect Core 3.1.3.7 step 6 allows.
            if (context.SecurityToken.SignatureAlgorithm == SecurityAlgorithms.None)
            {
                context.Fail("The ID token is not signed.");
                return Task.CompletedTask;
            }

            context.Properties!.Items[StartedKey] = context.SecurityToken.IssuedAt.ToString("o", CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        };
        events.OnRemoteFailure = context =>
        {
            SignInFailure.Answer(context.HttpContext, context.Failure, context.Properties?.RedirectUri);
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }

    /// <summary>When the session started, by the provider's clock.</summary>
    public static DateTimeOffset? Started(AuthenticationProperties? properties)
        => DateTimeOffset.TryParse(properties?.GetString(StartedKey), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at) ? at : null;

    private static async Task RedirectAsync(RedirectContext context)
    {
        // A script cannot follow a sign-in; it is told, and the page decides.
        if (!context.Request.IsNavigation())
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.HandleResponse();
            return;
        }

        // Only where it is offered: any other provider would refuse the whole sign-in.
        var provider = await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
        if (!provider.ScopesSupported.Contains(RecordsScope))
            return;
        context.ProtocolMessage.Scope += " " + RecordsScope;
        if (provider.ScopesSupported.Contains("offline_access")) // to renew the access token; at IdentityHost it dies with the session
            context.ProtocolMessage.Scope += " offline_access";
    }
}
