using System.Text.Json;

using Duende.IdentityServer.ResponseHandling;

using IdentityHost.Provider.Http;
using IdentityHost.Provider.Tokens;

namespace IdentityHost.Provider.Duende.Discovery;

/// <summary>GET <c>/.well-known/openid-configuration</c>. Addresses come from the configured issuer, never from a request's host.</summary>
internal sealed class DiscoveryEndpoint(IDiscoveryResponseGenerator generator, IssuerUrls issuer) : IProtocolEndpoint
{
    public async Task HandleAsync(HttpContext http)
    {
        var document = await generator.CreateDiscoveryDocumentAsync(issuer.Of("/"), issuer.Issuer);
        await http.Response.WriteJsonAsync(StatusCodes.Status200OK, json =>
        {
            foreach (var (name, value) in document)
            {
                json.WritePropertyName(name);
                JsonSerializer.Serialize(json, value);
            }
        });
    }
}
