using IdentityHost.Diagnostics;
using IdentityHost.Provider.Http;
using IdentityHost.Provider.TokenRequests;

namespace IdentityHost.Provider.BuiltIn.TokenRequests;

/// <summary>POST <c>/connect/token</c>.</summary>
internal sealed class TokenEndpoint(TokenAdmission admission, TokenIssuer issuer, ILogger<TokenEndpoint> logger) : IProtocolEndpoint
{
    public async Task HandleAsync(HttpContext http)
    {
        if (await admission.AdmitAsync(http) is not { } request)
            return;
        var (tokens, error) = await issuer.IssueAsync(request, http.RequestAborted);
        if (tokens is null)
        {
            await admission.RefuseAsync(http, request.Client.ClientId, error);
            return;
        }
        logger.TokensIssued(request.Client.ClientId, request.GrantType);
        await WriteAsync(http.Response, tokens);
    }

    private static Task WriteAsync(HttpResponse response, TokenResponse tokens) => response.WriteJsonAsync(StatusCodes.Status200OK, json =>
    {
        json.WriteString("access_token", tokens.AccessToken);
        json.WriteString("token_type", "Bearer");
        json.WriteNumber("expires_in", tokens.ExpiresIn);
        if (tokens.IdToken is not null)
            json.WriteString("id_token", tokens.IdToken);
        if (tokens.RefreshToken is not null)
            json.WriteString("refresh_token", tokens.RefreshToken);
        json.WriteString("scope", tokens.Scope);
    });
}
