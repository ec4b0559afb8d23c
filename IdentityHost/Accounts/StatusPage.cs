using System.Globalization;

using IdentityHost.Accounts.Security;

using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace IdentityHost.Accounts;

/// <summary>The page for a status without a body of its own. Says nothing about the inside.</summary>
[IgnoreAntiforgeryToken]    // it changes nothing, and it is what a refused form is answered with
internal sealed class StatusPage : ProviderPage
{
    public int Code { get; private set; } = StatusCodes.Status404NotFound;

    public string Heading => Code switch
    {
        400 => "That request was not complete",
        403 => "That is not for you",
        404 => "There is no such page",
        405 => "That is not possible here",
        413 => "That was too much",
        429 => "Too many requests",
        >= 500 => "Something went wrong here",
        _ => "That did not work",
    };

    public string Text => Code switch
    {
        400 => "It may come from a page that was open for too long, or from before a sign-in in another tab. Go back, load the page again, and try once more.",
        403 => "Your account does not have the role that this page needs.",
        404 => "The address may be misspelled, or what it showed is gone.",
        405 => "This address does not take that kind of request.",
        413 => "The request was larger than this page takes.",
        429 => "Wait a moment, then try again.",
        >= 500 => "It is not your fault, and it is in our log. Try again in a moment; if it stays, tell an operator the request below.",
        _ => "Go back and try once more.",
    };

    public IActionResult OnGet() => Show();

    public IActionResult OnPost() => Show();

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Show()
    {
        // Not by model binding: the form of the refused request may be what cannot be read.
        var code = int.Parse((string)RouteData.Values["code"]!, CultureInfo.InvariantCulture);

        // Asked for by its own address there is nothing to report.
        if (HttpContext.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            Code = Response.StatusCode;
            ErrorAnswers.AskForPatience(Response);
        }
        else if (HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not null)
            Code = code;
        return PageWithStatus(Code);
    }
}
