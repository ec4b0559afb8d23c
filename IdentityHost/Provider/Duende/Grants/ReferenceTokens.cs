using System.Security.Claims;

using Duende.IdentityServer.Models;
using Duende.IdentityServer.Stores;

using IdentityHost.Data;
using IdentityHost.Provider.Duende.TokenRequests;
using IdentityHost.Provider.Storage;
using IdentityHost.Provider.Tokens;

using Secret = IdentityHost.Data.Secret;

namespace IdentityHost.Provider.Duende.Grants;

/// <summary>Reference tokens in our rows: each belongs to a grant, and dies with it and with its session.</summary>
internal sealed class ReferenceTokens(
    IDatabase database, TokenExchange exchange, AccessTokens accessTokens, IPersistedGrantStore grants, IssuerUrls issuer, TimeProvider time)
    : IReferenceTokenStore
{
    public async Task<string> StoreReferenceTokenAsync(Token token)
    {
        var grant = exchange.Grant ?? throw new InvalidOperationException("A reference token belongs to a grant, and this request has none.");
        var handle = Secret.New();
        var now = time.GetUtcNow();
        var row = new AccessTokenRow
        {
            TokenHash = Secret.Hash(handle),
            GrantId = grant.GrantId,
            Sid = grant.Sid,
            ClientId = grant.ClientId,
            Sub = grant.Sub,
            Scope = Scopes.Join(token.Scopes),
            Audience = string.Join(' ', token.Audiences),
            CreatedAt = now.ToUnixTimeMilliseconds(),
            ExpiresAt = now.AddSeconds(token.Lifetime).ToUnixTimeMilliseconds(),
        };
        await database.WriteAsync((connection, transaction) => AccessTokenRows.InsertAsync(connection, transaction, row), CancellationToken.None);
        return handle;
    }

    /// <summary>Null also when its session, its grant, its client or its person says no.</summary>
    public async Task<Token?> GetReferenceTokenAsync(string handle)
    {
        var (live, _) = await accessTokens.CheckAsync(handle, CancellationToken.None);
        if (live is null)
            return null;
        var token = new Token
        {
            Issuer = issuer.Issuer,
            ClientId = live.ClientId,
            CreationTime = DateTimeOffset.FromUnixTimeSeconds(live.IssuedAt).UtcDateTime,
            Lifetime = (int)(live.ExpiresAt - live.IssuedAt),
            AccessTokenType = AccessTokenType.Reference,
            Audiences = [.. live.Audience],
            Claims = [new Claim("client_id", live.ClientId), new Claim("sub", live.Sub), .. live.Scopes.Select(scope => new Claim("scope", scope))],
        };
        if (!live.IsOffline)
            token.Claims.Add(new Claim("sid", live.Sid));
        return token;
    }

    public async Task RemoveReferenceTokenAsync(string handle)
    {
        if (await GetReferenceTokenAsync(handle) is not { } token)
            return;
        await database.WriteAsync(
            (connection, transaction) => AccessTokenRows.RevokeAsync(
                connection, transaction, Secret.Hash(handle), token.ClientId, time.GetUtcNow().ToUnixTimeMilliseconds()),
            CancellationToken.None);
    }

    public Task RemoveReferenceTokensAsync(string subjectId, string clientId, string? sessionId = null)
        => grants.RemoveAllAsync(new PersistedGrantFilter { SubjectId = subjectId, ClientId = clientId, SessionId = sessionId });
}
