using Duende.IdentityServer.Validation;

using IdentityHost.Provider.Duende.Registrations;

namespace IdentityHost.Provider.Duende.TokenRequests;

/// <summary>The client proved who it is before IdentityServer saw the request, by the rules that hold at every endpoint.</summary>
internal sealed class ProvenClient : IClientSecretValidator
{
    public Task<ClientSecretValidationResult> ValidateAsync(HttpContext context)
    {
        var client = context.RequestServices.GetRequiredService<TokenExchange>().Request?.Client;
        return Task.FromResult(client is null
            ? new ClientSecretValidationResult { IsError = true, Error = "invalid_client" }
            : new ClientSecretValidationResult { IsError = false, Client = ClientMapping.Of(client) });
    }
}
