using Microsoft.AspNetCore.Diagnostics;

namespace IdentityHost.Accounts.Security;

/// <summary>Answers an exception with problem details where nobody waits for a page.</summary>
internal sealed class ProblemForScripts : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (ErrorAnswers.WantsPage(httpContext))
            return false;
        await ErrorAnswers.ProblemAsync(httpContext);
        return true;
    }
}
