using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace IdentityHost.Accounts.Security;

/// <summary>Lets signed-in people pass, with a role where one is named. Runs before the antiforgery check: a stranger learns nothing.</summary>
internal sealed class RequireVisitor(string? role = null) : IAuthorizationFilter, IOrderedFilter
{
    public int Order => -1000;

    public void OnAuthorization(AuthorizationFilterContext context)
    {
        var http = context.HttpContext;
        if (http.Visitor() is not { } visitor)
            context.Result = new SeeOtherResult(PagePaths.LoginThenBackTo(http.Request));
        else if (role is not null && !visitor.User.Roles.Contains(role, StringComparer.Ordinal))
            context.Result = new StatusCodeResult(StatusCodes.Status403Forbidden);
    }
}
