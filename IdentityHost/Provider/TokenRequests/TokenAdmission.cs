using IdentityHost.Diagnostics;
using IdentityHost.Provider.Clients;
using IdentityHost.Provider.Http;

namespace IdentityHost.Provider.TokenRequests;

/// <summary>Everything before the tokens: reads the request, lets the client prove who it is, applies the rules, and answers whoever gets none.</summary>
internal sealed class TokenAdmission(ClientAuthenticator clients, ProviderMetrics metrics, ILogger<TokenAdmission> logger)
{
    /// <summary>Null: the answer is written already.</summary>
    public async Task<TokenRequest?> AdmitAsync(HttpContext http)
    {
        var read = await ParameterReader.ReadAsync(http.Request, http.RequestAborted);
        if (!read.Succeeded)
        {
            Note(null, read.Error.ToString());
            await http.Response.WriteErrorAsync(read.Error);
            return null;
        }
        var caller = clients.Authenticate(http.Request, read.Parameters);
        if (!caller.Succeeded)
        {
            Note(null, caller.Error.ToString());
            await http.Response.WriteErrorAsync(caller.Error);
            return null;
        }
        var validation = TokenValidator.Validate(caller.Client, read.Parameters);
        if (validation.Request is null)
            await RefuseAsync(http, caller.Client.ClientId, validation.Error);
        return validation.Request;
    }

    public Task RefuseAsync(HttpContext http, string clientId, TokenError error)
    {
        Note(clientId, error.ToString());
        return http.Response.WriteErrorAsync(StatusCodes.Status400BadRequest, error.Code(), error.Description());
    }

    /// <summary>For log and metric: a refusal that somebody else has answered, or is about to.</summary>
    public void Note(string? clientId, string reason)
    {
        metrics.Refused("token", reason);
        logger.ProviderRequestRefused("token", clientId, reason);
    }
}
