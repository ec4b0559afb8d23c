using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shared.OpenIdConnect;
using Shared.OpenIdConnect.Diagnostics;
using Shared.OpenIdConnect.Metadata;
using Shared.OpenIdConnect.Pages;
using Shared.OpenIdConnect.SignIn;
using Shared.OpenIdConnect.SignOut;

namespace Microsoft.AspNetCore.Authentication.OpenIdConnect;

/// <summary>Signs people in at an OpenID Provider by the code flow, and out again.</summary>
public class OpenIdConnectHandler(
    IOptionsMonitor<OpenIdConnectOptions> options, ILoggerFactory logger, HtmlEncoder htmlEncoder, UrlEncoder encoder)
    : RemoteAuthenticationHandler<OpenIdConnectOptions>(options, logger, encoder), IAuthenticationSignOutHandler
{
    /// <summary>The encoder for pages.</summary>
    protected HtmlEncoder HtmlEncoder { get; } = htmlEncoder;

    /// <summary>The application's events.</summary>
    protected new OpenIdConnectEvents Events
    {
        get => (OpenIdConnectEvents)base.Events;
        set => base.Events = value;
    }

    /// <inheritdoc />
    public override async Task<bool> HandleRequestAsync()
    {
        if (Options.RemoteSignOutPath.HasValue && Options.RemoteSignOutPath == Request.Path)
            return await FrontChannelLogout.HandleAsync(MakeCall());
        if (Options.SignedOutCallbackPath.HasValue && Options.SignedOutCallbackPath == Request.Path)
            return await SignedOutCallback.HandleAsync(MakeCall());
        try
        {
            return await base.HandleRequestAsync();
        }
        // RemoteFailure was raised and the application left the answer to us.
        catch (AuthenticationFailureException ex) when (ex.InnerException is SignInException refused && !Response.HasStarted)
        {
            await FailurePage.WriteAsync(Context, refused.Refusal.Reason, refused.ReturnUrl);
            return true;
        }
    }

    /// <summary>Sends the browser to the provider to sign out.</summary>
    public virtual async Task SignOutAsync(AuthenticationProperties? properties)
    {
        if (ResolveTarget(Options.ForwardSignOut) is { } target)
        {
            await Context.SignOutAsync(target, properties);
            return;
        }

        properties ??= new AuthenticationProperties();
        if (string.IsNullOrEmpty(properties.RedirectUri))
            properties.RedirectUri = LocalUrl.IsLocal(Options.SignedOutRedirectUri) ? OriginalPathBase + Options.SignedOutRedirectUri : null;
        await SignOutRequest.SendAsync(MakeCall(), properties, BuildRedirectUri(Options.SignedOutCallbackPath));
    }

    /// <inheritdoc />
    protected override Task<object> CreateEventsAsync() => Task.FromResult<object>(new OpenIdConnectEvents());

    /// <inheritdoc />
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (string.IsNullOrEmpty(properties.RedirectUri))
        {
            // //host is a path to the server and another host to the browser.
            var current = OriginalPathBase + OriginalPath + Request.QueryString;
            properties.RedirectUri = LocalUrl.IsLocal(current) ? current : OriginalPathBase + "/";
        }

        var call = MakeCall();
        try
        {
            var provider = await call.ProviderAsync();
            await SignInRequest.SendAsync(call, provider, properties, BuildRedirectUri(Options.CallbackPath), () => GenerateCorrelationId(properties));
        }
        catch (MetadataException ex)
        {
            await UnreachableAsync(ex, properties);
        }
    }

    /// <inheritdoc />
    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        var callback = new SignInCallback(MakeCall(), ValidateCorrelationId, HandleAccessDeniedErrorAsync);
        HandleRequestResult result;
        try
        {
            result = await callback.RunAsync();
        }
        catch (Exception ex) when (IsOutage(ex))
        {
            Logger.ProviderUnreachable(ex);
            result = callback.Refuse(new(SignInError.ProviderUnreachable, ex.Message), ex);
        }
        catch (Exception ex)
        {
            return await FailedAsync(callback, ex) ?? throw new AuthenticationFailureException("The sign-in callback failed.", ex);
        }

        if (result.Failure is { } failure)
            result = await FailedAsync(callback, failure) ?? result;
        Count(result);
        return result;
    }

    private void Count(HandleRequestResult result)
    {
        var metrics = Context.RequestServices.GetRequiredService<SignInMetrics>();
        if (result.Failure is SignInException refused)
            metrics.Refused(refused.Refusal.Reason);
        if (!result.Succeeded)
            return;
        metrics.Succeeded();
        Logger.SignedIn();
    }

    private async Task<HandleRequestResult?> FailedAsync(SignInCallback callback, Exception exception)
    {
        var failed = new AuthenticationFailedContext(Context, Scheme, Options) { ProtocolMessage = callback.Message, Exception = exception };
        await Events.AuthenticationFailed(failed);
        return failed.Result;
    }

    private async Task UnreachableAsync(MetadataException outage, AuthenticationProperties properties)
    {
        Logger.ProviderUnreachable(outage);
        var refusal = new SignInRefusal(SignInError.ProviderUnreachable, outage.Message);
        Context.RequestServices.GetRequiredService<SignInMetrics>().Refused(refusal.Reason);
        var failure = new RemoteFailureContext(Context, Scheme, Options, new SignInException(refusal, properties.RedirectUri, outage)) { Properties = properties };
        await Events.RemoteFailure(failure);
        if (failure.Result is not { Handled: true })
            await FailurePage.WriteAsync(Context, refusal.Reason, properties.RedirectUri);
    }

    // A request that the browser gave up is no outage.
    private bool IsOutage(Exception ex)
        => ex is MetadataException or HttpRequestException || (ex is OperationCanceledException && !Context.RequestAborted.IsCancellationRequested);

    private Call MakeCall() => new(Context, Scheme, Options, Events, Logger, TimeProvider);
}
