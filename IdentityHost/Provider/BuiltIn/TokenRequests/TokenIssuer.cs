using IdentityHost.Diagnostics;
using IdentityHost.Provider.BuiltIn.Tokens;
using IdentityHost.Provider.TokenRequests;
using IdentityHost.Provider.Tokens;
using IdentityHost.Sessions;
using IdentityHost.Users;

namespace IdentityHost.Provider.BuiltIn.TokenRequests;

/// <summary>Redeems, then makes the tokens.</summary>
internal sealed class TokenIssuer(
    CodeRedeemer codes, RefreshRedeemer refreshes, ClientGranter clientGrants, AccessTokenFactory accessTokens, IdTokenFactory idTokens, ISessions sessions, IUsers users,
    ProviderMetrics metrics)
{
    public async Task<(TokenResponse? Response, TokenError Error)> IssueAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        var redemption = request.GrantType switch
        {
            TokenRequest.AuthorizationCode => await codes.RedeemAsync(request),
            TokenRequest.Refresh => await refreshes.RedeemAsync(request),
            _ => await clientGrants.GrantAsync(request),
        };
        if (redemption.Grant is not { } grant)
            return (null, redemption.Error);
        var user = grant.IsClientsOwn ? null : await users.FindAsync(grant.Sub, cancellationToken);
        if (user is null or { Disabled: true } && !grant.IsClientsOwn)
            return (null, TokenError.SessionEnded);     // what the transaction stored is dead too: liveness asks for the person
        var client = request.Client;
        var accessToken = redemption.AccessHandle ?? await accessTokens.SignAsync(client, grant, redemption.Scopes, user, cancellationToken);
        metrics.Issued("access_token", request.GrantType);
        var idToken = redemption.Scopes.Contains(Scopes.OpenId)
            ? await idTokens.CreateAsync(client, grant, await AmrAsync(grant, cancellationToken), redemption.Nonce, accessToken, cancellationToken)
            : null;
        if (idToken is not null)
            metrics.Issued("id_token", request.GrantType);
        if (redemption.RefreshToken is not null)
            metrics.Issued("refresh_token", request.GrantType);
        return (new TokenResponse(accessToken, client.AccessTokenLifetime, idToken, redemption.RefreshToken, Scopes.Join(redemption.Scopes)), TokenError.None);
    }

    private async Task<string> AmrAsync(Grant grant, CancellationToken cancellationToken)
        => (await sessions.FindAsync(grant.Sid, cancellationToken))?.Amr ?? "";
}
