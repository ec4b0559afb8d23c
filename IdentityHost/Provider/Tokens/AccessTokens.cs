using IdentityHost.Configuration;
using IdentityHost.Data;
using IdentityHost.Provider.Storage;

namespace IdentityHost.Provider.Tokens;

/// <summary>Decides whether an access token is alive: itself, its grant, its session, its client and its person. Asked anew each time, cached never.</summary>
internal sealed class AccessTokens(IDatabase database, OwnTokenReader reader, IClientDirectory clients, TimeProvider time) : IAccessTokenValidator
{
    public async Task<AccessTokenCheck> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        var (live, error) = await CheckAsync(token, cancellationToken);
        return live is null ? error : new AccessTokenInfo(live.IsClientsOwn ? null : live.Sub, live.ClientId, live.Scopes, live.Audience);
    }

    public async Task<(LiveAccessToken? Token, AccessTokenError Error)> CheckAsync(string token, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var isJwt = token.Contains('.', StringComparison.Ordinal);
        var read = isJwt ? await ReadJwtAsync(token, cancellationToken) : null;
        if (isJwt && read is null)
            return (null, AccessTokenError.Unknown);

        await using var connection = await database.OpenAsync(cancellationToken);
        var state = read is null
            ? await AccessTokenRows.FindAsync(connection, Secret.Hash(token), now)
            : await AccessTokenRows.FindJwtAsync(connection, read.GrantId, Secret.Hash(read.Id), now);
        var error = Judge(state, read?.ExpiresAt * 1000 ?? state?.ExpiresAt, now, read?.ClientId ?? state?.ClientId);
        return error == AccessTokenError.None
            ? ((read ?? Shape(state!)) with { IsClientsOwn = state!.GrantSub.Length == 0, IsOffline = state.Offline }, error)
            : (null, error);
    }

    internal static LiveAccessToken? Shape(OwnToken token)
        => token["jti"] is { } jti && JwtId.GrantOf(jti) is { } grant && token["client_id"] is { } client && token["sub"] is { } sub
           && token.Seconds("iat") is { } issued && token.Seconds("exp") is { } expires
            ? new LiveAccessToken(client, sub, token["sid"] ?? "", grant, Scopes.Split(token["scope"] ?? ""), token.Many("aud"), issued, expires, jti)
            : null;

    private static LiveAccessToken Shape(AccessTokenState row)
        => new(row.ClientId, row.Sub.Length > 0 ? row.Sub : row.ClientId, row.Sid, row.GrantId, Scopes.Split(row.Scope), row.Audience.Split(' '), row.CreatedAt / 1000, row.ExpiresAt / 1000,
            row.TokenHash);

    private AccessTokenError Judge(AccessTokenState? state, long? expiresAt, long now, string? clientId)
    {
        if (expiresAt <= now)
            return AccessTokenError.Expired;
        if (state is null)
            return AccessTokenError.Unknown;
        if (state.RevokedAt is not null || state.GrantRevokedAt is not null)
            return AccessTokenError.Revoked;
        if (!state.SessionLives)
            return AccessTokenError.SessionEnded;
        return clients.FindEnabled(clientId!) is null ? AccessTokenError.ClientDisabled : AccessTokenError.None;
    }

    private async ValueTask<LiveAccessToken?> ReadJwtAsync(string jwt, CancellationToken cancellationToken)
        => await reader.ReadAsync(jwt, TokenTypes.AccessToken, cancellationToken) is { } token ? Shape(token) : null;
}
