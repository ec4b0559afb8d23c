using IdentityHost.Provider.Interaction;
using IdentityHost.Sessions;

namespace IdentityHost.Provider.Authorize;

/// <summary>Decides whether the browser's session answers a request.</summary>
internal sealed class SignInRules(TimeProvider time)
{
    public AuthorizeOutcome Decide(AuthorizeRequest request, ProviderSession? session, InteractionTicket? ticket)
    {
        if (ticket is { Declined: true })
            return AuthorizeError.Declined;
        if (session is null || MustSignInAgain(request, session, ticket))
            return NoSession(request);
        if (request.HintSub is null || request.HintSub == session.Sub)
            return AuthorizeOutcome.Issue;
        // Core 3.1.2.2: never tokens for someone else. The person may switch once; who comes back as another is an error, not a loop.
        var answered = ticket is not null && session.AuthTime.ToUnixTimeMilliseconds() >= ticket.AskedAt;
        return IsSilent(request) || answered ? AuthorizeError.OtherPerson : AuthorizeOutcome.SignIn;
    }

    /// <summary>Nobody is signed in, or the session ended between the decision and the code.</summary>
    public static AuthorizeOutcome NoSession(AuthorizeRequest request) => IsSilent(request) ? AuthorizeError.SignInRequired : AuthorizeOutcome.SignIn;

    private static bool IsSilent(AuthorizeRequest request) => request.Prompts.Contains("none");

    // prompt=consent asks for nothing more: the operator has consented by registering the client.
    private bool MustSignInAgain(AuthorizeRequest request, ProviderSession session, InteractionTicket? ticket)
    {
        if (ticket is not null && session.AuthTime.ToUnixTimeMilliseconds() >= ticket.AskedAt)
            return false;   // signed in for this very request: asking again would never end
        return request.Prompts.Contains("login") || request.Prompts.Contains("select_account")
            || (request.MaxAge is { } maxAge && time.GetUtcNow() - session.AuthTime >= maxAge);
    }
}
