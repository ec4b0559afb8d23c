using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace IdentityHost.Accounts.Security;

/// <summary>Says in the log that a form was refused; the answer itself is the page for status 400.</summary>
internal sealed class FormRefusals : IAlwaysRunResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is IAntiforgeryValidationFailedResult)
            context.HttpContext.RequestServices.GetRequiredService<ILogger<FormRefusals>>().FormRefused();
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }
}
