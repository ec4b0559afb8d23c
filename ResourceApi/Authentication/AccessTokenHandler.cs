using System.Text.Encodings.Web;

using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

using ResourceApi.Diagnostics;

namespace ResourceApi.Authentication;

/// <summary>Bearer tokens of both kinds (RFC 6750): a token with dots is a JWT and checked here, any other is a reference and asked for.</summary>
internal sealed class AccessTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    AccessTokens tokens) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private AccessTokenRefusal _refusal;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!BearerHeader.TryRead(Request, out var token))
            return AuthenticateResult.NoResult();
        var result = token is null ? AccessTokenRefusal.Malformed : await tokens.ValidateAsync(Context, token);
        _refusal = result.Refusal;
        if (result.Principal is { } principal)
            return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
        Logger.AccessTokenRefused(_refusal);
        return AuthenticateResult.Fail(_refusal.ToString());
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await HandleAuthenticateOnceSafeAsync();
        if (_refusal is AccessTokenRefusal.Unavailable)
        {
            Response.Headers.RetryAfter = "5";
            await ProblemAsync(StatusCodes.Status503ServiceUnavailable, "The access token cannot be checked right now.");
            return;
        }

        // RFC 6750 3.1: no error code where the request had no token at all.
        Response.Headers.WWWAuthenticate = _refusal is AccessTokenRefusal.None ? "Bearer" : "Bearer error=\"invalid_token\"";
        await ProblemAsync(StatusCodes.Status401Unauthorized, _refusal is AccessTokenRefusal.SessionEnded
            ? "The session of this access token was signed out."
            : "A valid access token is required.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer error=\"insufficient_scope\"";
        return ProblemAsync(StatusCodes.Status403Forbidden, "This access token does not allow that.");
    }

    private Task ProblemAsync(int status, string title)
    {
        Response.Headers[HeaderNames.CacheControl] = "no-store";
        return Results.Problem(title: title, statusCode: status).ExecuteAsync(Context);
    }
}
