using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace IdentityHost.Sessions;

/// <summary>Makes <c>HttpContext.User</c> from the session row: an ended session is nobody at the very next request.</summary>
internal sealed class SessionAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ProviderSessions sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // The page that says that the database is away must not ask it who is signed in.
        if (Context.Features.Get<IExceptionHandlerFeature>() is not null || await sessions.GetSignedInAsync(Context) is not { } signedIn)
            return AuthenticateResult.NoResult();
        var (session, user) = signedIn;
        List<Claim> claims =
        [
            new("sub", user.Sub), new("name", user.Name ?? user.Username), new("sid", session.Sid), new("amr", session.Amr),
            new("auth_time", session.AuthTime.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            .. user.Roles.Select(role => new Claim("role", role)),
        ];
        var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name, "name", "role"));
        return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // Only a page that somebody opens leads to the sign-in page; a script gets a plain answer.
        if (!HttpMethods.IsGet(Request.Method) || Request.Path.StartsWithSegments("/api"))
        {
            Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }
        var returnUrl = properties.RedirectUri ?? Request.PathBase + Request.Path + Request.QueryString;
        Response.Redirect(Request.PathBase + "/account/login" + QueryString.Create("ReturnUrl", returnUrl));
        return Task.CompletedTask;
    }
}
