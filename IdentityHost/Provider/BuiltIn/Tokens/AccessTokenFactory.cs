using System.Data.Common;

using IdentityHost.Configuration;
using IdentityHost.Data;
using IdentityHost.Provider.Http;
using IdentityHost.Provider.Keys;
using IdentityHost.Provider.Storage;
using IdentityHost.Provider.Tokens;
using IdentityHost.Users;

namespace IdentityHost.Provider.BuiltIn.Tokens;

/// <summary>Makes access tokens: a handle with a row, or a JWT whose <c>jti</c> leads to its grant.</summary>
internal sealed class AccessTokenFactory(ITokenSigner signer, ScopeCatalog catalog, IssuerUrls issuer, TimeProvider time)
{
    /// <summary>Inside the transaction that found the grant alive: the handle of a reference token, or null for a client that gets JWTs.</summary>
    public async Task<string?> InsertHandleAsync(
        DbConnection connection, DbTransaction transaction, Client client, Grant grant, IReadOnlyCollection<string> scopes)
    {
        if (client.AccessTokenType == AccessTokenType.Jwt)
            return null;
        var now = time.GetUtcNow();
        var handle = Secret.New();
        await AccessTokenRows.InsertAsync(connection, transaction, new AccessTokenRow
        {
            TokenHash = Secret.Hash(handle),
            GrantId = grant.GrantId,
            Sid = grant.Sid,
            ClientId = grant.ClientId,
            Sub = grant.Sub,
            Scope = Scopes.Join(scopes),
            Audience = string.Join(' ', Audience(catalog.ApisOf(scopes))),
            CreatedAt = now.ToUnixTimeMilliseconds(),
            ExpiresAt = now.AddSeconds(client.AccessTokenLifetime).ToUnixTimeMilliseconds(),
        });
        return handle;
    }

    /// <summary>After the commit: no database is held while a signature is made. A logout in between kills the grant that the token names.</summary>
    public ValueTask<string> SignAsync(
        Client client, Grant grant, IReadOnlyCollection<string> scopes, UserAccount? user, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var apis = catalog.ApisOf(scopes);
        var payload = Json.Object(json =>
        {
            json.WriteString("iss", issuer.Issuer);
            json.WriteString("sub", grant.IsClientsOwn ? client.ClientId : grant.Sub);      // RFC 9068 2.2: the client, where there is no person
            json.WriteOneOrMany("aud", Audience(apis));
            json.WriteString("client_id", client.ClientId);
            json.WriteString("scope", Scopes.Join(scopes));
            if (!grant.IsClientsOwn)
                json.WriteNumber("auth_time", grant.AuthTime / 1000);
            if (!grant.Offline)
                json.WriteString("sid", grant.Sid);     // an API takes a token with the sid of an ended session for dead
            json.WriteNumber("iat", now);
            json.WriteNumber("nbf", now);
            json.WriteNumber("exp", now + client.AccessTokenLifetime);
            json.WriteString("jti", JwtId.New(grant.GrantId));
            if (user is not null)
                PersonClaims.Write(json, user, apis.SelectMany(api => api.UserClaims).Distinct());
        });
        // APIs expect RS256 unless told otherwise; the client's choice is about its ID tokens.
        return signer.SignAsync(SigningAlgorithms.Rs256, TokenTypes.AccessToken, payload, cancellationToken);
    }

    // RFC 9068 wants an audience. A token for no API is for our own userinfo.
    private IReadOnlyList<string> Audience(IReadOnlyList<ApiResource> apis) => apis.Count > 0 ? [.. apis.Select(api => api.Name)] : [issuer.Issuer];
}
