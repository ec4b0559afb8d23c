using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Shared.OpenIdConnect.Pages;

namespace Shared.OpenIdConnect.SignIn;

/// <summary>Sends the browser to the provider to sign in (Core 3.1.2.1).</summary>
internal static class SignInRequest
{
    public static async Task SendAsync(Call call, OpenIdConnectConfiguration provider, AuthenticationProperties properties, string redirectUri, Action bindToBrowser)
    {
        var (options, http) = (call.Options, call.Http);
        var message = Message(options, provider, properties, redirectUri);
        var redirect = new RedirectContext(http, call.Scheme, options, properties) { ProtocolMessage = message };
        // What binds the sign-in to this browser is made before the event, so that the event sees the whole request ...
        if (options.UsePkce)
            Pkce.Start(properties, message);
        bindToBrowser();
        if (options.ProtocolValidator.RequireNonce)
            message.Nonce = Nonces.Start(call, properties);

        await call.Events.RedirectToIdentityProvider(redirect);
        if (redirect.Handled)
            return;

        // ... and the state after it, because the event may change the properties.
        message = redirect.ProtocolMessage;
        if (!string.IsNullOrEmpty(message.State))
            properties.Items[OpenIdConnectDefaults.UserstatePropertiesKey] = message.State;
        properties.Items[OpenIdConnectDefaults.RedirectUriForCodePropertiesKey] = message.RedirectUri;
        message.State = options.StateDataFormat.Protect(properties);
        await BrowserRedirect.SendAsync(http, message, options.AuthenticationMethod);
    }

    private static OpenIdConnectMessage Message(
        OpenIdConnectOptions options, OpenIdConnectConfiguration provider, AuthenticationProperties properties, string redirectUri)
    {
        var message = new OpenIdConnectMessage
        {
            IssuerAddress = provider.AuthorizationEndpoint,
            ClientId = options.ClientId,
            RedirectUri = redirectUri,
            ResponseType = OpenIdConnectResponseType.Code,
            Scope = string.Join(' ', properties.GetParameter<ICollection<string>>(OAuthChallengeProperties.ScopeKey) ?? options.Scope),
            Prompt = properties.GetParameter<string>(OpenIdConnectChallengeProperties.PromptKey) ?? options.Prompt,
            Resource = options.Resource,
        };
        if ((properties.GetParameter<TimeSpan?>(OpenIdConnectChallengeProperties.MaxAgeKey) ?? options.MaxAge) is { } maxAge)
        {
            // Remembered in state, so that the answer is held to what this very request asked for.
            message.MaxAge = properties.Items[MaxAge.Key] = MaxAge.Format(maxAge);
        }

        // query is the default of the code flow; some providers do not know the parameter.
        if (options.ResponseMode != OpenIdConnectResponseMode.Query)
            message.ResponseMode = options.ResponseMode;
        return message;
    }
}
