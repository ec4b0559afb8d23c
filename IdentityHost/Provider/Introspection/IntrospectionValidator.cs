using IdentityHost.Configuration;
using IdentityHost.Provider.Clients;
using IdentityHost.Provider.Http;

namespace IdentityHost.Provider.Introspection;

/// <summary>Who may ask (RFC 7662 section 2.1): an API with its secret, or a confidential client with its own. Never anonymously: that would be an oracle.</summary>
internal sealed class IntrospectionValidator(IClientDirectory directory, ClientAuthenticator clients)
{
    public (IntrospectionCaller? Caller, CallerError Error) Authenticate(HttpRequest request, RequestParameters parameters)
    {
        var credentials = CallerCredentials.Read(request, parameters);
        if (credentials.Error != CallerError.None)
            return (null, credentials.Error);
        if (credentials.Secret is null)
            return (null, CallerError.SecretMissing);
        var api = directory.ApiResources.FirstOrDefault(api => api.Name == credentials.Id);
        if (api is not null && SecretComparer.Matches(api.ApiSecrets, credentials.Secret))
            return (new(api, null), CallerError.None);
        var client = clients.Authenticate(credentials);
        return client.Succeeded ? (new(null, client.Client), CallerError.None) : (null, client.Error);
    }
}
