using Duende.IdentityServer.Validation;

using IdentityHost.Provider.TokenRequests;

namespace IdentityHost.Provider.Duende.TokenRequests;

/// <summary>Where one of our stores refused, the client hears the same words as with the other engine.</summary>
internal sealed class TokenRequestReasons(ITokenRequestValidator rules, TokenExchange exchange) : ITokenRequestValidator
{
    public async Task<TokenRequestValidationResult> ValidateRequestAsync(TokenRequestValidationContext context)
    {
        var result = await rules.ValidateRequestAsync(context);
        return result.IsError && exchange.Refusal != TokenError.None
            ? new TokenRequestValidationResult(result.ValidatedRequest, exchange.Refusal.Code(), exchange.Refusal.Description())
            : result;
    }
}
