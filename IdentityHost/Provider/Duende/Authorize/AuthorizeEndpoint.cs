using IdentityHost.Provider.Authorize;
using IdentityHost.Provider.Duende.Hosting;
using IdentityHost.Provider.Duende.TokenRequests;
using IdentityHost.Provider.Http;
using IdentityHost.Provider.Tokens;

namespace IdentityHost.Provider.Duende.Authorize;

/// <summary>GET and POST <c>/connect/authorize</c>: what our rules admit, IdentityServer answers with a code.</summary>
internal sealed class AuthorizeEndpoint(AuthorizeAdmission admission, TokenExchange exchange, Engine engine) : IProtocolEndpoint
{
    public async Task HandleAsync(HttpContext http)
    {
        if (await admission.AdmitAsync(http) is not { Request: var request })
            return;
        exchange.Authorization = request;
        // It sees what was decided on, and nothing that was not: no prompt (answered), no extension that this provider does not announce.
        http.Request.Method = HttpMethods.Get;
        http.Request.QueryString = QueryString.Create(Parameters(request).Where(parameter => parameter.Value is not null));
        await engine.RunAsync(http);
    }

    private static IEnumerable<KeyValuePair<string, string?>> Parameters(AuthorizeRequest request) =>
    [
        new("client_id", request.Client.ClientId),
        new("redirect_uri", request.Target.RedirectUri),
        new("response_type", "code"),
        new("response_mode", request.Target.FormPost ? "form_post" : "query"),
        new("scope", Scopes.Join(request.Scopes)),
        new("state", request.Target.State),
        new("nonce", request.Nonce),
        new("code_challenge", request.CodeChallenge),
        new("code_challenge_method", request.CodeChallenge is null ? null : "S256"),
    ];
}
