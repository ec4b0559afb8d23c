using System.Security.Claims;

using IdentityHost.Sessions;
using IdentityHost.Users;

using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace IdentityHost.Accounts.Security;

/// <summary>Finds out who is asking, before anything else on a page runs: the antiforgery check needs the session, too.</summary>
internal sealed class LoadVisitor(ISessions sessions, IUsers users) : IAsyncAuthorizationFilter
{
    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        if (context.ActionDescriptor is PageActionDescriptor { ViewEnginePath: "/Status" })
            return;     // the page that says "the database is down" must not ask the database
        var http = context.HttpContext;

        // Pages know the Visitor only, and SessionBoundAntiforgery binds forms to the session. Bound to this principal as well, the sign-in form
        // in one tab would break when the person signs in in another.
        http.User = new ClaimsPrincipal(new ClaimsIdentity());
        if (await sessions.GetCurrentAsync(http) is { } session
            && await users.FindAsync(session.Sub, http.RequestAborted) is { Disabled: false } user)
        {
            http.Features.Set(new Visitor(session, user));
        }
    }
}
