using IdentityHost.Data;
using IdentityHost.Provider.BuiltIn.Tokens;
using IdentityHost.Provider.TokenRequests;
using IdentityHost.Provider.Tokens;

namespace IdentityHost.Provider.BuiltIn.TokenRequests;

/// <summary>Exchanges a refresh token for its successor and, for a client that gets handles, a new access token: one transaction.</summary>
internal sealed class RefreshRedeemer(IDatabase database, RefreshRotation rotation, AccessTokenFactory accessTokens)
{
    public Task<Redemption> RedeemAsync(TokenRequest request)
        => database.WriteAsync<Redemption>(async (connection, transaction) =>
        {
            var outcome = await rotation.RotateAsync(connection, transaction, request.Client, request.RefreshToken, request.Scopes);
            if (!outcome.Succeeded)
                return outcome.Error;
            var scopes = request.Scopes ?? Scopes.Split(outcome.Grant.Scope);
            return new Redemption(outcome.Grant, TokenError.None)
            {
                Scopes = scopes,
                AccessHandle = await accessTokens.InsertHandleAsync(connection, transaction, request.Client, outcome.Grant, scopes),
                RefreshToken = outcome.Successor,
            };
        }, CancellationToken.None);
}
