using IdentityHost.Diagnostics;
using IdentityHost.Provider.Clients;
using IdentityHost.Provider.Http;

namespace IdentityHost.Provider.Revocation;

/// <summary>POST <c>/connect/revocation</c> (RFC 7009). <c>token_type_hint</c> is not needed and therefore never wrong.</summary>
internal sealed class RevocationEndpoint(ClientAuthenticator clients, TokenRevoker revoker, ProviderMetrics metrics, ILogger<RevocationEndpoint> logger)
    : IProtocolEndpoint
{
    public async Task HandleAsync(HttpContext http)
    {
        var read = await ParameterReader.ReadAsync(http.Request, http.RequestAborted);
        if (!read.Succeeded)
        {
            metrics.Refused("revocation", read.Error.ToString());
            await http.Response.WriteErrorAsync(read.Error);
            return;
        }
        var caller = clients.Authenticate(http.Request, read.Parameters);
        if (!caller.Succeeded)
        {
            metrics.Refused("revocation", caller.Error.ToString());
            logger.ProviderRequestRefused("revocation", null, caller.Error.ToString());
            await http.Response.WriteErrorAsync(caller.Error);
            return;
        }
        if (!read.Parameters.Has("token", out var token))
        {
            await http.Response.WriteErrorAsync(StatusCodes.Status400BadRequest, "invalid_request", "token is missing.");
            return;
        }
        var result = await revoker.RevokeAsync(caller.Client, token, http.RequestAborted);
        if (result == RevocationResult.UnsupportedType)
        {
            await http.Response.WriteErrorAsync(StatusCodes.Status400BadRequest, "unsupported_token_type", "An ID token cannot be revoked.");
            return;
        }
        logger.TokenRevoked(result.ToString(), caller.Client.ClientId);
        http.Response.StatusCode = StatusCodes.Status200OK;     // section 2.2: also when there was nothing
        http.Response.ContentLength = 0;
    }
}
