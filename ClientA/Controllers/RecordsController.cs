using Clients.Records;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Clients.Controllers;

/// <summary>Protected data, read and added in the person's name.</summary>
public sealed class RecordsController : Controller
{
    // Internal types cannot be in a public constructor, and controllers must be public.
    private RecordsApi Api => HttpContext.RequestServices.GetRequiredService<RecordsApi>();

    [Authorize]
    [HttpGet("/records")]
    public async Task<IActionResult> Index()
    {
        var answer = await Api.ReadAsync(HttpContext);
        Response.StatusCode = Status(answer.Outcome);
        return View(answer);
    }

    [Authorize]
    [HttpPost("/records")]
    public async Task<IActionResult> Create(RecordDraft draft)
    {
        var answer = await Api.CreateAsync(HttpContext, draft);
        if (answer.Outcome is RecordsOutcome.Created)
            return LocalRedirect("/records");
        Response.StatusCode = Status(answer.Outcome);
        return View("Index", answer with { Draft = draft });
    }

    // Asked for by a script, which cannot follow a sign-in: it gets a status, whoever asks.
    [AllowAnonymous]
    [HttpGet("/records/data")]
    public async Task<IActionResult> Data()
    {
        if (User.Identity?.IsAuthenticated != true)
            return Problem(statusCode: StatusCodes.Status401Unauthorized, title: "Signed out");
        var answer = await Api.ReadAsync(HttpContext);
        return answer.Page is { } page ? Json(page) : Problem(statusCode: Status(answer.Outcome), title: answer.Outcome.ToString());
    }

    private static int Status(RecordsOutcome outcome) => outcome switch
    {
        RecordsOutcome.Found or RecordsOutcome.Created => StatusCodes.Status200OK,
        RecordsOutcome.NotAccepted => StatusCodes.Status400BadRequest,
        RecordsOutcome.SignInAgain => StatusCodes.Status401Unauthorized,
        RecordsOutcome.NotAllowed => StatusCodes.Status403Forbidden,
        _ => StatusCodes.Status503ServiceUnavailable,
    };
}
