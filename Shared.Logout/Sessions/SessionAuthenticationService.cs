using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace Shared.Logout.Sessions;

/// <summary>
/// The application's authentication service, except for one thing: a request whose cookie was not accepted gets an answer that fits the reason,
/// wherever the challenge comes from (middleware, endpoint, MVC filter, code).
/// </summary>
internal sealed class SessionAuthenticationService(IAuthenticationService inner) : IAuthenticationService
{
    public Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme) => inner.AuthenticateAsync(context, scheme);

    public Task ChallengeAsync(HttpContext context, string? scheme, AuthenticationProperties? properties)
        => RejectedRequest.AnswerFor(context) is { } answer ? answer.WriteAsync(context) : inner.ChallengeAsync(context, scheme, properties);

    public Task ForbidAsync(HttpContext context, string? scheme, AuthenticationProperties? properties)
        => RejectedRequest.AnswerFor(context) is { } answer ? answer.WriteAsync(context) : inner.ForbidAsync(context, scheme, properties);

    public Task SignInAsync(HttpContext context, string? scheme, ClaimsPrincipal principal, AuthenticationProperties? properties)
        => inner.SignInAsync(context, scheme, principal, properties);

    public Task SignOutAsync(HttpContext context, string? scheme, AuthenticationProperties? properties)
        => inner.SignOutAsync(context, scheme, properties);
}
