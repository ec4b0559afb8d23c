using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Shared.OpenIdConnect.Diagnostics;
using Shared.OpenIdConnect.SignIn;

namespace Shared.OpenIdConnect.SignOut;

/// <summary>The browser comes back from signing out at the provider (RP-Initiated Logout 3).</summary>
internal static class SignedOutCallback
{
    public static async Task<bool> HandleAsync(Call call)
    {
        // Whatever the answer says, the person is signed out: one that cannot be read leads to the start page, not to an error.
        var read = await ProtocolParameters.ReadAsync(call.Http.Request);
        if (!read.Succeeded(out var message, out _))
            message = new OpenIdConnectMessage();
        var properties = string.IsNullOrEmpty(message.State) ? null : call.Options.StateDataFormat.Unprotect(message.State);
        if (properties is null && !string.IsNullOrEmpty(message.State))
            call.Logger.SignedOutStateInvalid();
        if (properties?.Items.Remove(OpenIdConnectDefaults.UserstatePropertiesKey, out var state) == true)
            message.State = state;

        var callback = new RemoteSignOutContext(call.Http, call.Scheme, call.Options, message) { Properties = properties ?? new() };
        await call.Events.SignedOutCallbackRedirect(callback);
        if (callback.Result is { } decided)
        {
            if (decided.Handled)
                return true;
            if (decided.Skipped)
                return false;
        }

        var target = callback.Properties?.RedirectUri;
        if (target is not null && !LocalUrl.IsLocal(target))
            call.Logger.ForeignReturnAddress();
        call.Http.Response.Headers.CacheControl = "no-store";
        call.Http.Response.Redirect(LocalUrl.IsLocal(target) ? target! : SignedOutUri(call));
        return true;
    }

    private static string SignedOutUri(Call call)
    {
        var uri = call.Options.SignedOutRedirectUri;
        return LocalUrl.IsLocal(uri) ? call.Http.Request.PathBase + uri : uri;
    }
}
