using Clients.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace ClientB.Sessions;

/// <summary>The application's own rule for its cookies: sliding renewal goes on for a working day, not for ever.</summary>
internal sealed class PortalCookieEvents(TimeProvider time) : CookieAuthenticationEvents
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        if (ClientSignIn.Started(context.Properties) is { } started && time.GetUtcNow() - started < Longest)
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(context.Scheme.Name);
    }
}
