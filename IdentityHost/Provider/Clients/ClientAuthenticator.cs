using IdentityHost.Configuration;
using IdentityHost.Provider.Http;

namespace IdentityHost.Provider.Clients;

/// <summary><c>client_secret_basic</c>, <c>client_secret_post</c>, and <c>none</c> for public clients.</summary>
internal sealed class ClientAuthenticator(IClientDirectory clients)
{
    public ClientAuthentication Authenticate(HttpRequest request, RequestParameters parameters)
    {
        var credentials = CallerCredentials.Read(request, parameters);
        return credentials.Error != CallerError.None ? new(null, credentials.Error) : Authenticate(credentials);
    }

    public ClientAuthentication Authenticate(CallerCredentials credentials)
    {
        var client = clients.FindEnabled(credentials.Id!);
        if (credentials.Secret is { } secret)
        {
            // An unknown client costs the same comparison as a known one.
            var matches = SecretComparer.Matches(client?.ClientSecrets ?? ["unknown"], secret);
            return client is null ? new(null, CallerError.Unknown) : matches ? new(client, CallerError.None) : new(null, CallerError.SecretWrong);
        }
        if (client is null)
            return new(null, CallerError.Unknown);
        return client.RequireClientSecret ? new(null, CallerError.SecretMissing) : new(client, CallerError.None);
    }
}
