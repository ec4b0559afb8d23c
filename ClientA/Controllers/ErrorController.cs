using Clients.Web;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Clients.Controllers;

/// <summary>The page for every answer that failed.</summary>
[AllowAnonymous, IgnoreAntiforgeryToken]
public sealed class ErrorController : Controller
{
    [Route("/error/{code:int:range(400,599)}")]
    public IActionResult Index(int code)
    {
        var thrown = HttpContext.Features.Get<IExceptionHandlerFeature>();
        var failed = HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not null || thrown is not null;
        if (!failed) // somebody typed the address; only "no access" is redirected to
            code = code == 403 ? 403 : 404;
        else if (Response.StatusCode >= 400)
            code = Response.StatusCode;
        Response.StatusCode = code;
        var signIn = HttpContext.Features.Get<SignInFailure>() ?? (SignInFailure.IsProviderDown(thrown?.Error) ? new SignInFailure(ReturnUrl: null) : null);
        return View(ErrorView.For(code, signIn, Url));
    }
}
