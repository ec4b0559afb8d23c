using IdentityHost.Accounts;
using IdentityHost.Sessions;

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace IdentityHost.Upstream;

/// <summary>The addresses of our own on the way to the upstream provider and back.</summary>
internal static class UpstreamEndpoints
{
    /// <summary>The name under which the ID token travels to the sign-out request, within one request of ours.</summary>
    public const string HintParameter = "id_token_hint";

    public static async Task SignInAsync(HttpContext http, string? returnUrl, ISessions sessions)
    {
        var back = returnUrl is ['/', ..] && RedirectHttpResult.IsLocalUrl(returnUrl) ? returnUrl : PagePaths.Home;
        var challenge = new OpenIdConnectChallengeProperties { RedirectUri = back };
        // Somebody who is signed in, or whose application asks for a fresh sign-in, is here to prove who they are, not to be waved through.
        if (AsksForFreshSignIn(back) || await sessions.GetCurrentAsync(http) is not null)
            challenge.Prompt = "login";
        await http.ChallengeAsync(UpstreamDefaults.Scheme, challenge);
    }

    public static async Task SignOutAsync(HttpContext http, string? t, bool? go, ReturnTickets tickets, ISessions sessions)
    {
        if (tickets.Read(t) is not { Sid: { } sid } ticket)
        {
            SeeOther(http, PagePaths.SignedOut);
            return;
        }
        if (go is not true)
        {
            await StepPage.WriteAsync(http, "Signing you out", $"{UpstreamDefaults.SignOut}?t={Uri.EscapeDataString(t!)}&go=true");
            return;
        }
        var session = await sessions.FindAsync(sid, http.RequestAborted);
        var properties = new AuthenticationProperties { RedirectUri = $"{UpstreamDefaults.SignedOut}?t={Uri.EscapeDataString(tickets.Make(null, ticket.Next))}" };
        properties.SetParameter(HintParameter, session?.UpstreamIdToken);
        await http.SignOutAsync(UpstreamDefaults.Scheme, properties);
    }

    public static void SignedOut(HttpContext http, string? t, ReturnTickets tickets)
        => SeeOther(http, tickets.Read(t) is { Sid: null } ticket ? ticket.Next : PagePaths.SignedOut);

    private static bool AsksForFreshSignIn(string address)
    {
        var mark = address.IndexOf('?', StringComparison.Ordinal);
        if (mark < 0)
            return false;
        var query = QueryHelpers.ParseQuery(address[mark..]);
        return query.ContainsKey("max_age")
            || (query.TryGetValue("prompt", out var prompt) && prompt.ToString().Split(' ').Contains("login", StringComparer.Ordinal));
    }

    private static void SeeOther(HttpContext http, string address)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = address;
    }
}
