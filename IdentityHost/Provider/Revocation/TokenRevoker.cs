using IdentityHost.Configuration;
using IdentityHost.Data;
using IdentityHost.Provider.Storage;
using IdentityHost.Provider.Tokens;

namespace IdentityHost.Provider.Revocation;

/// <summary>
/// Revokes a client's own tokens. A refresh token takes its whole grant with it, access tokens too; an access token goes alone. The session and
/// other clients stay as they are.
/// </summary>
internal sealed class TokenRevoker(IDatabase database, OwnTokenReader reader, TimeProvider time)
{
    public async Task<RevocationResult> RevokeAsync(Client client, string token, CancellationToken cancellationToken)
    {
        if (token.Contains('.', StringComparison.Ordinal))
            return await RevokeJwtAsync(client, token, cancellationToken);
        var hash = Secret.Hash(token);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return await database.WriteAsync(async (connection, transaction) =>
        {
            if (await RefreshTokenRows.FindAsync(connection, transaction, hash) is { } refresh
                && await GrantRows.FindAsync(connection, transaction, refresh.GrantId) is { } grant)
            {
                if (grant.ClientId != client.ClientId)
                    return RevocationResult.OtherClients;
                await GrantRows.RevokeAsync(connection, transaction, grant.GrantId, now);
                return RevocationResult.RefreshTokenRevoked;
            }
            return await AccessTokenRows.RevokeAsync(connection, transaction, hash, client.ClientId, now)
                ? RevocationResult.AccessTokenRevoked
                : RevocationResult.NothingFound;
        }, CancellationToken.None);
    }

    private async Task<RevocationResult> RevokeJwtAsync(Client client, string jwt, CancellationToken cancellationToken)
    {
        if (await reader.ReadAsync(jwt, TokenTypes.AccessToken, cancellationToken) is not { } token || AccessTokens.Shape(token) is not { } info)
            return await reader.ReadAsync(jwt, TokenTypes.IdToken, cancellationToken) is null ? RevocationResult.NothingFound : RevocationResult.UnsupportedType;
        if (info.ClientId != client.ClientId)
            return RevocationResult.OtherClients;
        var row = new AccessTokenRow
        {
            TokenHash = Secret.Hash(info.Id),
            GrantId = info.GrantId,
            Sid = info.Sid,
            ClientId = info.ClientId,
            Sub = info.Sub,
            Scope = Scopes.Join(info.Scopes),
            Audience = string.Join(' ', info.Audience),
            CreatedAt = info.IssuedAt * 1000,
            ExpiresAt = info.ExpiresAt * 1000,
            RevokedAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        await database.WriteAsync(async (connection, transaction) =>
        {
            await AccessTokenRows.InsertAsync(connection, transaction, row);
            return true;
        }, CancellationToken.None);
        return RevocationResult.AccessTokenRevoked;
    }
}
