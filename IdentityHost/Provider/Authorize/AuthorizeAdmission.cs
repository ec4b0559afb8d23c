using IdentityHost.Diagnostics;
using IdentityHost.Provider.Http;
using IdentityHost.Provider.Interaction;
using IdentityHost.Sessions;

namespace IdentityHost.Provider.Authorize;

/// <summary>Everything before the code: reads the request, applies the rules, looks at the browser's session, and answers whoever cannot go on.</summary>
internal sealed class AuthorizeAdmission(
    AuthorizeValidator validator, SignInRules rules, AuthorizeResponse answer, ISessions sessions, InteractionTickets tickets, ErrorPages errorPages,
    ProviderMetrics metrics, ILogger<AuthorizeAdmission> logger)
{
    // The request travels inside another address on its way through the sign-in page, and servers refuse request lines over 8 KB.
    private const int MaxUrl = 7_500;

    /// <summary>Null: the answer is written already.</summary>
    public async Task<Admitted?> AdmitAsync(HttpContext http)
    {
        var read = await ParameterReader.ReadAsync(http.Request, http.RequestAborted);
        if (!read.Succeeded)
        {
            await RefuseAsync(http, new(null, read.Error == ParameterError.TooLarge ? AuthorizeError.TooLarge : AuthorizeError.Unreadable));
            return null;
        }
        var validation = await validator.ValidateAsync(read.Parameters, http.RequestAborted);
        if (!validation.Succeeded)
        {
            await RefuseAsync(http, validation);
            return null;
        }
        var session = await sessions.GetCurrentAsync(http);
        if (HttpMethods.IsPost(http.Request.Method) && session is null)
        {
            // A form on another site does not bring our SameSite=Lax cookie along, but the redirect after it does.
            Go(http, $"{http.Request.PathBase}{ProviderPaths.Authorize}?{read.Parameters.ToQuery()}", validation.ClientId);
            return null;
        }
        var outcome = rules.Decide(validation.Request, session, tickets.Read(read.Parameters));
        if (session is not null && outcome == AuthorizeOutcome.Issue)
            return new Admitted(validation.Request, session);
        await AnswerAsync(http, validation, outcome);
        return null;
    }

    /// <summary>The session ended before the code was stored, and so there is none.</summary>
    public Task SessionEndedAsync(HttpContext http, AuthorizeRequest request) => AnswerAsync(http, request, SignInRules.NoSession(request));

    private Task AnswerAsync(HttpContext http, AuthorizeValidation validation, AuthorizeOutcome outcome)
    {
        if (!outcome.NeedsSignIn)
            return RefuseAsync(http, validation with { Request = null, Error = outcome.Error });
        var returnUrl = http.Request.PathBase + tickets.UrlOf(validation.Request!.Parameters);
        Go(http, $"{http.Request.PathBase}{ProviderPaths.Login}?ReturnUrl={Uri.EscapeDataString(returnUrl)}", validation.ClientId);
        return Task.CompletedTask;
    }

    private void Go(HttpContext http, string location, string? clientId)
    {
        if (location.Length > MaxUrl)
        {
            Note(AuthorizeError.TooLarge, clientId);
            errorPages.Show(http, AuthorizeError.TooLarge.Code(), AuthorizeError.TooLarge.Description(), clientId);
            return;
        }
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = location;
    }

    private Task RefuseAsync(HttpContext http, AuthorizeValidation validation)
    {
        Note(validation.Error, validation.ClientId);
        if (validation.Target is { } target && !validation.Error.IsForThePerson())
            return answer.WriteErrorAsync(http, target, validation.Error);
        errorPages.Show(http, validation.Error.Code(), validation.Error.Description(), validation.ClientId);
        return Task.CompletedTask;
    }

    private void Note(AuthorizeError error, string? clientId)
    {
        metrics.Refused("authorize", error.ToString());
        logger.ProviderRequestRefused("authorize", clientId, error.ToString());
    }
}
