using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace ClientB.Controllers;

/// <summary>Signing in and out.</summary>
[AllowAnonymous]
[Route("account")]
public sealed class AccountController(IAntiforgery antiforgery) : Controller
{
    [HttpGet("login")]
    public IActionResult Login(string? returnUrl)
        => Challenge(new AuthenticationProperties { RedirectUri = Url.IsLocalUrl(returnUrl) ? returnUrl : "/session" }, PortalSchemes.SignIn);

    // Checked by hand: a form token belongs to the person it was made for, and the session may have ended elsewhere since.
    // Then there is nothing left to protect, and the answer is what the person wanted.
    [HttpPost("logout"), IgnoreAntiforgeryToken]
    public async Task<IActionResult> Logout()
    {
        if (User.Identity?.IsAuthenticated != true)
            return LocalRedirect("/account/signed-out");
        if (!await antiforgery.IsRequestValidAsync(HttpContext))
            return BadRequest();
        return SignOut(new AuthenticationProperties { RedirectUri = "/account/signed-out" }, PortalSchemes.Cookie, PortalSchemes.SignIn);
    }

    [HttpGet("signed-out")]
    public IActionResult SignedOut() => View();
}
