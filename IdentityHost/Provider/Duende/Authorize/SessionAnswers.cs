using Duende.IdentityServer.Models;
using Duende.IdentityServer.ResponseHandling;
using Duende.IdentityServer.Validation;

using IdentityHost.Provider.Authorize;
using IdentityHost.Provider.Duende.TokenRequests;
using IdentityHost.Provider.TokenRequests;

namespace IdentityHost.Provider.Duende.Authorize;

/// <summary>Whether a person must be asked was decided before. Who is nobody here lost the session on the way.</summary>
internal sealed class SessionAnswers(TokenExchange exchange) : IAuthorizeInteractionResponseGenerator
{
    public Task<InteractionResponse> ProcessInteractionAsync(ValidatedAuthorizeRequest request, ConsentResponse? consent = null)
    {
        if (request.Subject?.Identity is { IsAuthenticated: true })
            return Task.FromResult(new InteractionResponse());
        exchange.Refusal = TokenError.SessionEnded;
        return Task.FromResult(new InteractionResponse { Error = AuthorizeError.SignInRequired.Code() });
    }
}
