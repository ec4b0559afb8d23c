using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Shared.OpenIdConnect.Diagnostics;
using Shared.OpenIdConnect.Metadata;
using Shared.OpenIdConnect.Pages;
using Shared.OpenIdConnect.SignIn;

namespace Shared.OpenIdConnect.SignOut;

/// <summary>Sends the browser to the provider to sign out (RP-Initiated Logout 2).</summary>
internal static class SignOutRequest
{
    public static async Task SendAsync(Call call, AuthenticationProperties properties, string callbackUri)
    {
        OpenIdConnectConfiguration provider;
        try
        {
            provider = await call.ProviderAsync();
        }
        catch (MetadataException ex)
        {
            call.Logger.ProviderUnreachable(ex);
            Return(call, properties, "the provider cannot be reached");
            return;
        }

        var message = new OpenIdConnectMessage
        {
            IssuerAddress = provider.EndSessionEndpoint ?? "", // the setter takes no null
            ClientId = call.Options.ClientId,
            PostLogoutRedirectUri = callbackUri,
            // The cookie may be signed out already in this request; the framework remembers its ticket.
            IdTokenHint = await call.Http.GetTokenAsync(call.Options.SignOutScheme, OpenIdConnectParameterNames.IdToken),
        };
        var redirect = new RedirectContext(call.Http, call.Scheme, call.Options, properties) { ProtocolMessage = message };
        await call.Events.RedirectToIdentityProviderForSignOut(redirect);
        if (redirect.Handled)
            return;

        message = redirect.ProtocolMessage;
        if (string.IsNullOrEmpty(message.IssuerAddress))
        {
            Return(call, properties, "the provider has no end_session_endpoint");
            return;
        }

        if (!string.IsNullOrEmpty(message.State))
            properties.Items[OpenIdConnectDefaults.UserstatePropertiesKey] = message.State;
        message.State = call.Options.StateDataFormat.Protect(properties);
        await BrowserRedirect.SendAsync(call.Http, message, call.Options.AuthenticationMethod, formWhenLong: true);
    }

    private static void Return(Call call, AuthenticationProperties properties, string why)
    {
        call.Logger.SignedOutHereOnly(why);
        var target = properties.RedirectUri;
        BrowserRedirect.To(call.Http, LocalUrl.IsLocal(target) ? target! : call.Options.SignedOutRedirectUri);
    }
}
