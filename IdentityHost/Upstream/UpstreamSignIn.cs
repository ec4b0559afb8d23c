using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;

using IdentityHost.Accounts;
using IdentityHost.Diagnostics;
using IdentityHost.EndSession;
using IdentityHost.Sessions;
using IdentityHost.Users;

using Microsoft.AspNetCore.Authentication;

using Shared.Logout;

namespace IdentityHost.Upstream;

/// <summary>Makes a session of a finished sign-in at the upstream provider.</summary>
internal sealed class UpstreamSignIn(IUsers users, ISessions sessions, IEndSession door, CoreMetrics metrics, ILogger<UpstreamSignIn> logger)
{
    private static readonly string[] _sessionClaims = ["iss", "sub", "sid", "iat"];

    /// <summary>The handler has checked the ID token, the nonce and that this browser asked.</summary>
    public async Task FinishAsync(TicketReceivedContext context)
    {
        context.HandleResponse();
        var http = context.HttpContext;
        var text = context.Properties!.GetTokenValue("id_token")!;
        var idToken = new JwtSecurityToken(text);
        var user = await users.FindOrCreateExternalAsync(
            idToken.Issuer, idToken.Subject, Claim(context, "name"), Claim(context, "email"), http.RequestAborted);
        if (user.Disabled)
        {
            Refuse(http);
            return;
        }

        var details = new SignInDetails("external")
        {
            UpstreamIssuer = idToken.Issuer,
            UpstreamSub = idToken.Subject,
            UpstreamSid = idToken.Payload.TryGetValue("sid", out var sid) ? sid as string : null,
            UpstreamIdToken = text,
        };
        // Not the request's token: an account switch that ends the old session must not stop half-way.
        if (await sessions.SignInAsync(http, user, details, CancellationToken.None) is not { } session)
        {
            Refuse(http);       // disabled a moment ago
            return;
        }
        // Asked only now: a logout that does not find the session yet was recorded before this question.
        if (await http.CheckSessionAsync(SessionOf(idToken)) is not SessionVerdict.Live and var verdict)
        {
            await RefuseAsync(http, session, context.ReturnUri, verdict);
            return;
        }
        metrics.ExternalSignIn();
        logger.UpstreamSignedIn();
        await StepPage.WriteAsync(http, "Signing you in", context.ReturnUri ?? PagePaths.Home);
    }

    private void Refuse(HttpContext http)
    {
        logger.UpstreamUserDisabled();
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
    }

    private async Task RefuseAsync(HttpContext http, ProviderSession session, string? returnUri, SessionVerdict verdict)
    {
        logger.UpstreamSessionOver(verdict);
        await door.EndAsync(new EndSessionRequest(EndReason.UpstreamLogout) { Sid = session.Sid }, CancellationToken.None);
        await sessions.ForgetAsync(http);
        await StepPage.WriteAsync(http, "Please sign in again", $"{PagePaths.Login}?ReturnUrl={Uri.EscapeDataString(returnUri ?? PagePaths.Home)}");
    }

    private static ClaimsPrincipal SessionOf(JwtSecurityToken idToken)
        => new(new ClaimsIdentity(idToken.Claims.Where(claim => _sessionClaims.Contains(claim.Type, StringComparer.Ordinal))));

    private static string? Claim(TicketReceivedContext context, string type)
        => UserInput.Search(context.Principal?.FindFirst(type)?.Value);
}
