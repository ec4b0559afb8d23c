using System.Data.Common;

using IdentityHost.Configuration;
using IdentityHost.Data;
using IdentityHost.Provider.Storage;

namespace IdentityHost.Provider.Tokens;

/// <summary>Stores refresh tokens. Each use moves the sliding end; nothing moves the absolute one.</summary>
internal sealed class RefreshTokenFactory(TimeProvider time)
{
    public async Task<string> InsertAsync(DbConnection connection, DbTransaction transaction, Client client, Grant grant, string handle)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await RefreshTokenRows.InsertAsync(connection, transaction, new RefreshTokenRow
        {
            TokenHash = Secret.Hash(handle),
            GrantId = grant.GrantId,
            CreatedAt = now,
            ExpiresAt = Math.Min(now + (client.SlidingRefreshTokenLifetime * 1000L), grant.CreatedAt + (client.AbsoluteRefreshTokenLifetime * 1000L)),
        });
        return handle;
    }
}
