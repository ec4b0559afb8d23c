using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Shared.OpenIdConnect.Diagnostics;
using Shared.OpenIdConnect.Metadata;
using Shared.OpenIdConnect.SignIn;

namespace Shared.OpenIdConnect.SignOut;

/// <summary>Front-Channel Logout 1.0: the provider loads this address in an iframe. It ends the session of that very browser, or nothing.</summary>
internal static class FrontChannelLogout
{
    public static async Task<bool> HandleAsync(Call call)
    {
        var read = await ProtocolParameters.ReadAsync(call.Http.Request);
        if (!read.Succeeded(out var message, out var refusal))
        {
            call.Logger.FrontChannelLogoutIgnored(refusal.Detail);
            await AnswerAsync(call, StatusCodes.Status400BadRequest);
            return true;
        }

        var signOut = new RemoteSignOutContext(call.Http, call.Scheme, call.Options, message);
        await call.Events.RemoteSignOut(signOut);
        if (signOut.Result is { Handled: true })
            return true;
        if (signOut.Result is { Skipped: true })
            return false;
        var ticket = await call.Http.AuthenticateAsync(call.Options.SignOutScheme);
        // A session that is gone is signed out: 200 (row B-060). Nothing is ended by sid alone, because anybody can call this address.
        if (ticket.Principal is { } principal)
        {
            if (Mismatch(message, principal) is { } why)
                call.Logger.FrontChannelLogoutIgnored(why);
            else
            {
                await call.Http.SignOutAsync(call.Options.SignOutScheme);
                call.Logger.FrontChannelLogout();
            }
        }

        await AnswerAsync(call, StatusCodes.Status200OK);
        return true;
    }

    private static string? Mismatch(OpenIdConnectMessage message, ClaimsPrincipal principal)
    {
        var (issuer, session) = (message.GetParameter("iss"), message.GetParameter("sid"));
        if (issuer is null != session is null)
            return "only one of iss and sid is present";
        var claim = principal.FindFirst("sid") ?? principal.FindFirst(ClaimTypes.Sid);
        if (claim is null)
            return session is null ? null : "the session has no sid to compare";
        if (session is null)
            return "the session has a sid, and the request names none";
        // The claim keeps the issuer of the ID token that it came from.
        return claim.Value == session && claim.Issuer == issuer ? null : "iss or sid is not this session's";
    }

    private static async Task AnswerAsync(Call call, int status)
    {
        var response = call.Http.Response;
        response.StatusCode = status;
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
        response.Headers.ContentSecurityPolicy = $"default-src 'none'; frame-ancestors {await FrameAncestorAsync(call)}";
        response.Headers.Remove("X-Frame-Options");
        response.ContentLength = 0;
    }

    private static async Task<string> FrameAncestorAsync(Call call)
    {
        try
        {
            return new Uri((await call.ProviderAsync()).AuthorizationEndpoint).GetLeftPart(UriPartial.Authority);
        }
        catch (MetadataException ex)
        {
            call.Logger.ProviderUnreachable(ex);
            return "'none'";
        }
    }
}
