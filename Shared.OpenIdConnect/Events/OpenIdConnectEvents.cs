namespace Microsoft.AspNetCore.Authentication.OpenIdConnect;

/// <summary>Moments of a sign-in or sign-out at which the application may act. Set the delegates, or derive and override.</summary>
public class OpenIdConnectEvents : RemoteAuthenticationEvents
{
    /// <summary>Called when a callback failed with an exception, before the failure is reported.</summary>
    public Func<AuthenticationFailedContext, Task> OnAuthenticationFailed { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called with the code, before it is redeemed.</summary>
    public Func<AuthorizationCodeReceivedContext, Task> OnAuthorizationCodeReceived { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called when the provider's answer arrived, before anything is checked.</summary>
    public Func<MessageReceivedContext, Task> OnMessageReceived { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called before the browser is sent to the provider to sign in.</summary>
    public Func<RedirectContext, Task> OnRedirectToIdentityProvider { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called before the browser is sent to the provider to sign out.</summary>
    public Func<RedirectContext, Task> OnRedirectToIdentityProviderForSignOut { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called when the browser comes back from signing out, before it is redirected.</summary>
    public Func<RemoteSignOutContext, Task> OnSignedOutCallbackRedirect { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called when a front-channel logout arrives.</summary>
    public Func<RemoteSignOutContext, Task> OnRemoteSignOut { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called with the token endpoint's answer, before the ID token is checked.</summary>
    public Func<TokenResponseReceivedContext, Task> OnTokenResponseReceived { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called when the ID token passed every check.</summary>
    public Func<TokenValidatedContext, Task> OnTokenValidated { get; set; } = _ => Task.CompletedTask;

    /// <summary>Called with the userinfo endpoint's answer.</summary>
    public Func<UserInformationReceivedContext, Task> OnUserInformationReceived { get; set; } = _ => Task.CompletedTask;

    /// <summary>Calls <see cref="OnAuthenticationFailed"/>.</summary>
    public virtual Task AuthenticationFailed(AuthenticationFailedContext context) => OnAuthenticationFailed(context);

    /// <summary>Calls <see cref="OnAuthorizationCodeReceived"/>.</summary>
    public virtual Task AuthorizationCodeReceived(AuthorizationCodeReceivedContext context) => OnAuthorizationCodeReceived(context);

    /// <summary>Calls <see cref="OnMessageReceived"/>.</summary>
    public virtual Task MessageReceived(MessageReceivedContext context) => OnMessageReceived(context);

    /// <summary>Calls <see cref="OnRedirectToIdentityProvider"/>.</summary>
    public virtual Task RedirectToIdentityProvider(RedirectContext context) => OnRedirectToIdentityProvider(context);

    /// <summary>Calls <see cref="OnRedirectToIdentityProviderForSignOut"/>.</summary>
    public virtual Task RedirectToIdentityProviderForSignOut(RedirectContext context) => OnRedirectToIdentityProviderForSignOut(context);

    /// <summary>Calls <see cref="OnSignedOutCallbackRedirect"/>.</summary>
    public virtual Task SignedOutCallbackRedirect(RemoteSignOutContext context) => OnSignedOutCallbackRedirect(context);

    /// <summary>Calls <see cref="OnRemoteSignOut"/>.</summary>
    public virtual Task RemoteSignOut(RemoteSignOutContext context) => OnRemoteSignOut(context);

    /// <summary>Calls <see cref="OnTokenResponseReceived"/>.</summary>
    public virtual Task TokenResponseReceived(TokenResponseReceivedContext context) => OnTokenResponseReceived(context);

    /// <summary>Calls <see cref="OnTokenValidated"/>.</summary>
    public virtual Task TokenValidated(TokenValidatedContext context) => OnTokenValidated(context);

    /// <summary>Calls <see cref="OnUserInformationReceived"/>.</summary>
    public virtual Task UserInformationReceived(UserInformationReceivedContext context) => OnUserInformationReceived(context);
}
