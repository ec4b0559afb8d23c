using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Shared.OpenIdConnect.Diagnostics;

namespace Shared.OpenIdConnect.SignIn;

/// <summary>The provider's answer to a sign-in (Core 3.1.2.5), up to the code: whose is it, and does it belong to this browser?</summary>
internal sealed class SignInCallback(Call call, Func<AuthenticationProperties, bool> startedHere, Func<AuthenticationProperties, Task<HandleRequestResult>> accessDenied)
{
    private AuthenticationProperties? _properties;

    public OpenIdConnectMessage Message { get; private set; } = new();

    public async Task<HandleRequestResult> RunAsync()
    {
        var read = await ProtocolParameters.ReadAsync(call.Http.Request);
        if (!read.Succeeded(out var message, out var refusal))
            return Refuse(refusal);
        if (call.Options.SkipUnrecognizedRequests && message.Parameters.Count == 0)
            return HandleRequestResult.SkipHandler();
        Message = message;
        _properties = string.IsNullOrEmpty(message.State) ? null : call.Options.StateDataFormat.Unprotect(message.State);
        KeepLocal(_properties);

        var received = new MessageReceivedContext(call.Http, call.Scheme, call.Options, _properties) { ProtocolMessage = message };
        await call.Events.MessageReceived(received);
        if (received.Result is { } decided)
            return decided;
        Message = message = received.ProtocolMessage;

        // Nothing is asked of the provider before the answer is known to belong to this browser: strangers must not cause traffic.
        if (string.IsNullOrEmpty(message.State))
            return Refuse(new(SignInError.StateMissing, "The answer has no state."));
        if (_properties is not { } properties)
            return Refuse(new(SignInError.StateInvalid, "The answer's state was not made by this application. Do all instances share their data protection keys?"));
        if (!startedHere(properties))
            return Refuse(new(SignInError.OtherBrowser, "The correlation cookie is missing: other browser, answered before, over RemoteAuthenticationTimeout, or a Secure cookie over http."));
        return await CheckedAsync(message, properties);
    }

    /// <summary>The result for a refusal; the framework hands it to <c>RemoteFailure</c>.</summary>
    public HandleRequestResult Refuse(SignInRefusal refusal, Exception? outage = null)
    {
        call.Logger.SignInRefused(refusal.Reason, refusal.Detail);
        var failure = new SignInException(refusal, _properties?.RedirectUri, outage);
        return _properties is null ? HandleRequestResult.Fail(failure) : HandleRequestResult.Fail(failure, _properties);
    }

    private async Task<HandleRequestResult> CheckedAsync(OpenIdConnectMessage message, AuthenticationProperties properties)
    {
        var provider = await call.ProviderAsync();
        // RFC 9207 2.4, for error answers too.
        if (ResponseIssuer.Check(message, provider) is { } mixUp)
            return Refuse(mixUp);
        if (message.Error == "access_denied")
        {
            var denied = await accessDenied(properties);
            return denied.None ? Refuse(new(SignInError.AccessDenied, "The person or the provider declined.", message.Error)) : denied;
        }

        if (!string.IsNullOrEmpty(message.Error))
        {
            var code = ErrorCode.Clean(message.Error);
            return Refuse(new(SignInError.ProviderError, $"The provider answered {code}.", code));
        }

        if (string.IsNullOrEmpty(message.Code))
            return Refuse(new(SignInError.CodeMissing, "The answer has neither code nor error."));
        if (properties.Items.Remove(OpenIdConnectDefaults.UserstatePropertiesKey, out var state))
            message.State = state;
        return await new SignInCompletion(call, provider, message, properties, this).RunAsync();
    }

    // The state is sealed, but what an application put in may have come from a query: //host is a path to a naive check.
    private void KeepLocal(AuthenticationProperties? properties)
    {
        if (properties?.RedirectUri is not { } uri || LocalUrl.IsLocal(uri))
            return;
        call.Logger.ForeignReturnAddress();
        properties.RedirectUri = call.Http.Request.PathBase + "/";
    }
}
