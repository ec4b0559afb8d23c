using IdentityHost.Diagnostics;
using IdentityHost.Provider.Duende.Hosting;
using IdentityHost.Provider.Http;
using IdentityHost.Provider.TokenRequests;
using IdentityHost.Provider.Tokens;

using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace IdentityHost.Provider.Duende.TokenRequests;

/// <summary>POST <c>/connect/token</c>: what our rules admit, IdentityServer turns into tokens.</summary>
internal sealed class TokenEndpoint(TokenAdmission admission, TokenExchange exchange, Engine engine, ILogger<TokenEndpoint> logger) : IProtocolEndpoint
{
    public async Task HandleAsync(HttpContext http)
    {
        if (await admission.AdmitAsync(http) is not { } request)
            return;
        exchange.Request = request;
        http.Request.Headers.Remove("DPoP");    // not announced; a token that is bound to a key would come back as one that is not
        http.Features.Set<IFormFeature>(new FormFeature(new FormCollection(Parameters(request))));
        await engine.RunAsync(http);
        if (http.Response.StatusCode == StatusCodes.Status200OK)
            logger.TokensIssued(request.Client.ClientId, request.GrantType);
        else
            admission.Note(request.Client.ClientId, exchange.Refusal == TokenError.None ? "Engine" : exchange.Refusal.ToString());
    }

    private static Dictionary<string, StringValues> Parameters(TokenRequest request)
    {
        var form = new Dictionary<string, StringValues> { ["grant_type"] = request.GrantType };
        if (request.GrantType == TokenRequest.AuthorizationCode)
            (form["code"], form["redirect_uri"]) = (request.Code, request.RedirectUri);
        if (request.Verifier is not null)
            form["code_verifier"] = request.Verifier;
        if (request.GrantType == TokenRequest.Refresh)
            form["refresh_token"] = request.RefreshToken;
        if (request.Scopes is not null)
            form["scope"] = Scopes.Join(request.Scopes);
        return form;
    }
}
