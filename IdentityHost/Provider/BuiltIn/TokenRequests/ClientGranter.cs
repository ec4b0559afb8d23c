using IdentityHost.Data;
using IdentityHost.Provider.BuiltIn.Tokens;
using IdentityHost.Provider.Storage;
using IdentityHost.Provider.TokenRequests;
using IdentityHost.Provider.Tokens;

namespace IdentityHost.Provider.BuiltIn.TokenRequests;

/// <summary>Grants a client access for itself (RFC 6749 section 4.4): scopes of APIs only, no person, no session, no refresh token.</summary>
internal sealed class ClientGranter(IDatabase database, AccessTokenFactory accessTokens, ScopeCatalog catalog, TimeProvider time)
{
    public async Task<Redemption> GrantAsync(TokenRequest request)
    {
        var client = request.Client;
        var scopes = request.Scopes ?? [.. client.AllowedScopes.Where(IsOfApi)];
        if (scopes.Count == 0 || !scopes.All(scope => client.AllowedScopes.Contains(scope) && IsOfApi(scope)))
            return TokenError.ScopeNotForClients;

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var grant = new Grant
        {
            GrantId = Secret.NewId(),
            ClientId = client.ClientId,
            Scope = Scopes.Join(scopes),
            AuthTime = now,
            CreatedAt = now,
            Offline = true,
        };
        return await database.WriteAsync(async (connection, transaction) =>
        {
            await GrantRows.InsertAsync(connection, transaction, grant);
            return new Redemption(grant, TokenError.None)
            {
                Scopes = scopes,
                AccessHandle = await accessTokens.InsertHandleAsync(connection, transaction, client, grant, scopes),
            };
        }, CancellationToken.None);
    }

    private bool IsOfApi(string scope) => catalog.ApisOf([scope]).Count > 0;
}
