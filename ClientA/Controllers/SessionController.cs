using Clients.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Clients.Controllers;

/// <summary>What this application knows about the session of this browser.</summary>
[Authorize]
public sealed class SessionController : Controller
{
    [HttpGet("/session")]
    public async Task<IActionResult> Index()
    {
        var ticket = await HttpContext.AuthenticateAsync();
        return View(new SessionView(
            User.Identity?.Name,
            User.FindFirst("sub")?.Value,
            User.FindFirst("sid")?.Value,
            User.FindFirst("sub")?.Issuer,
            ClientSignIn.Started(ticket.Properties),
            ticket.Properties?.ExpiresUtc));
    }
}
