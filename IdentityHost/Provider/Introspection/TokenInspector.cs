using IdentityHost.Data;
using IdentityHost.Provider.Storage;
using IdentityHost.Provider.Tokens;

namespace IdentityHost.Provider.Introspection;

/// <summary>Finds what a token is worth now, for this caller. Hints about its kind are not needed: its shape and the tables tell.</summary>
internal sealed class TokenInspector(AccessTokens accessTokens, IDatabase database, TimeProvider time)
{
    public async Task<LiveAccessToken?> FindAccessTokenAsync(string token, IntrospectionCaller caller, CancellationToken cancellationToken)
    {
        var (info, _) = await accessTokens.CheckAsync(token, cancellationToken);
        if (info is null || caller.Api is null)
            return info is not null && info.ClientId == caller.Client?.ClientId ? info : null;
        // RFC 7662 section 4: a token for another API is nothing to this one, and it learns only its own scopes.
        return info.Audience.Contains(caller.Api.Name) ? info with { Scopes = [.. info.Scopes.Where(caller.Api.Scopes.Contains)] } : null;
    }

    /// <summary>Refresh tokens are between their client and us.</summary>
    public async Task<(Grant Grant, RefreshTokenRow Token)?> FindRefreshTokenAsync(string token, IntrospectionCaller caller, CancellationToken cancellationToken)
    {
        if (caller.Client is null)
            return null;
        await using var connection = await database.OpenAsync(cancellationToken);
        var row = await RefreshTokenRows.FindLiveAsync(connection, Secret.Hash(token), time.GetUtcNow().ToUnixTimeMilliseconds());
        if (row is null || await GrantRows.FindAsync(connection, null, row.GrantId) is not { } grant)
            return null;
        return grant.ClientId == caller.Client.ClientId ? (grant, row) : null;
    }
}
