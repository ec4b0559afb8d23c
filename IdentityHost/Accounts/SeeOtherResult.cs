using Microsoft.AspNetCore.Mvc;

namespace IdentityHost.Accounts;

/// <summary>303: whatever was posted is not posted again to the next address (RFC 9700 4.12).</summary>
internal sealed class SeeOtherResult(string location) : ActionResult
{
    public string Location => location;

    public override void ExecuteResult(ActionContext context)
    {
        context.HttpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.HttpContext.Response.Headers.Location = location;
    }
}
