using Duende.IdentityServer;
using Duende.IdentityServer.Configuration;
using Duende.IdentityServer.ResponseHandling;
using Duende.IdentityServer.Services;
using Duende.IdentityServer.Stores;
using Duende.IdentityServer.Validation;

using IdentityHost.Diagnostics;
using IdentityHost.Provider.Authorize;
using IdentityHost.Provider.Duende.TokenRequests;
using IdentityHost.Provider.TokenRequests;

using EngineResponse = Duende.IdentityServer.ResponseHandling.AuthorizeResponse;

namespace IdentityHost.Provider.Duende.Authorize;

/// <summary>A code leaves only when the store has it: the session may have ended a moment ago.</summary>
internal sealed class CodeResponses(
    IdentityServerOptions options, IClock clock, ITokenService tokens, IKeyMaterialService keys, IAuthorizationCodeStore codes,
    ILogger<AuthorizeResponseGenerator> logger, IEventService events, TokenExchange exchange, ProviderMetrics metrics)
    : AuthorizeResponseGenerator(options, clock, tokens, keys, codes, logger, events)
{
    protected override async Task<EngineResponse> CreateCodeFlowResponseAsync(ValidatedAuthorizeRequest request)
    {
        var response = await base.CreateCodeFlowResponseAsync(request);
        if (exchange.Refusal == TokenError.SessionEnded)
            return new EngineResponse { Request = request, Issuer = request.IssuerName, Error = AuthorizeError.SignInRequired.Code() };
        metrics.Issued("code", "authorization_code");
        return response;
    }
}
