using System.Security.Claims;

using Duende.IdentityServer;
using Duende.IdentityServer.Configuration;
using Duende.IdentityServer.Models;
using Duende.IdentityServer.Services;
using Duende.IdentityServer.Stores;

using IdentityHost.Diagnostics;
using IdentityHost.Provider.Duende.Grants;
using IdentityHost.Provider.Duende.TokenRequests;
using IdentityHost.Provider.Tokens;

namespace IdentityHost.Provider.Duende.Tokens;

/// <summary>Ties each access token to its grant: a JWT by its <c>jti</c>, a handle by its row. So one look-up tells whether it is alive.</summary>
internal sealed class TokenService(
    IClaimsService claims, IReferenceTokenStore handles, ITokenCreationService creation, IClock clock, IKeyMaterialService keys,
    IdentityServerOptions options, ILogger<DefaultTokenService> logger, TokenExchange exchange, ClientGrants clientGrants, ProviderMetrics metrics)
    : DefaultTokenService(claims, handles, creation, clock, keys, options, logger)
{
    public override async Task<Token> CreateAccessTokenAsync(TokenCreationRequest request)
    {
        var token = await base.CreateAccessTokenAsync(request);
        var grant = exchange.Grant ??= await clientGrants.InsertAsync(token.ClientId, request.ValidatedResources.RawScopeValues);
        if (token.Audiences.Count == 0)
            token.Audiences.Add(token.Issuer);      // RFC 9068 wants one. A token for no API is for our own userinfo.
        if (grant.IsClientsOwn)
            token.Claims.Add(new Claim("sub", grant.ClientId));     // RFC 9068 2.2: the client, where there is no person
        if (grant.Offline)      // an API takes a token with the sid of an ended session for dead
            token.Claims = [.. token.Claims.Where(claim => claim.Type != "sid")];
        token.Claims.Add(new Claim("jti", JwtId.New(grant.GrantId)));
        return token;
    }

    public override async Task<string> CreateSecurityTokenAsync(Token token)
    {
        var text = await base.CreateSecurityTokenAsync(token);
        metrics.Issued(token.Type, exchange.Request?.GrantType ?? "");
        return text;
    }
}
