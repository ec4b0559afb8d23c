using IdentityHost.Data;
using IdentityHost.Provider.Storage;
using IdentityHost.Provider.Tokens;

namespace IdentityHost.Provider.Duende.Grants;

/// <summary>The grant of a client that acts for itself: no person and no session.</summary>
internal sealed class ClientGrants(IDatabase database, TimeProvider time)
{
    public async Task<Grant> InsertAsync(string clientId, IEnumerable<string> scopes)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var grant = new Grant
        {
            GrantId = Secret.NewId(),
            ClientId = clientId,
            Scope = Scopes.Join(scopes),
            AuthTime = now,
            CreatedAt = now,
            Offline = true,
        };
        await database.WriteAsync((connection, transaction) => GrantRows.InsertAsync(connection, transaction, grant), CancellationToken.None);
        return grant;
    }
}
