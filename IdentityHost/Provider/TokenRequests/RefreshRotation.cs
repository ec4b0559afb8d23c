using System.Data.Common;
using System.Security.Cryptography;

using IdentityHost.Configuration;
using IdentityHost.Data;
using IdentityHost.Diagnostics;
using IdentityHost.Provider.Storage;
using IdentityHost.Provider.Tokens;
using IdentityHost.Sessions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

using Secret = IdentityHost.Data.Secret;

namespace IdentityHost.Provider.TokenRequests;

/// <summary>
/// Exchanges a refresh token for its successor, inside a transaction. A token that was used already gets the same successor again within the grace
/// time, as long as nobody used that one; any other second use revokes the family (RFC 9700 section 4.14.2).
/// </summary>
internal sealed class RefreshRotation(
    ISessions sessions, RefreshTokenFactory refreshTokens, IDataProtectionProvider protection, IOptions<ProviderOptions> options, TimeProvider time,
    ILogger<RefreshRotation> logger)
{
    private readonly IDataProtector _protector = protection.CreateProtector("IdentityHost.RefreshSuccessor.v1");

    /// <param name="connection">Of the transaction.</param>
    /// <param name="transaction">What the caller adds for the new token, such as its access token, belongs into it too.</param>
    /// <param name="client">Who brought the token.</param>
    /// <param name="handle">The token.</param>
    /// <param name="scopes">What the client asks for; null: all that was granted.</param>
    public async Task<RefreshOutcome> RotateAsync(
        DbConnection connection, DbTransaction transaction, Client client, string handle, IReadOnlyList<string>? scopes)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var hash = Secret.Hash(handle);
        if (await RefreshTokenRows.FindAsync(connection, transaction, hash) is not { } token
            || await GrantRows.FindAsync(connection, transaction, token.GrantId) is not { } grant)
            return TokenError.RefreshTokenUnknown;
        if (grant.ClientId != client.ClientId)
            return TokenError.RefreshTokenOfOtherClient;    // and it stays untouched: a stranger must not be able to use it up
        if (scopes?.Except(Scopes.Split(grant.Scope), StringComparer.Ordinal).Any() == true)
            return TokenError.ScopeNotGranted;

        // Locks in the order of the door: session, grant, token. Whoever ends the session waits for us or we see that it ended.
        if (!grant.Offline && !await sessions.JoinAsync(connection, transaction, grant.Sid, grant.ClientId))
            return TokenError.SessionEnded;
        if (!await GrantRows.LockLiveAsync(connection, transaction, grant.GrantId))
            return TokenError.GrantRevoked;
        if (token.ExpiresAt <= now)
            return TokenError.RefreshTokenExpired;

        var successor = Secret.New();
        if (await RefreshTokenRows.ConsumeAsync(connection, transaction, hash, _protector.Protect(successor), now))
            await refreshTokens.InsertAsync(connection, transaction, client, grant, successor);
        else if (await SuccessorAsync(connection, transaction, hash, now) is { } sameAgain)
            successor = sameAgain;
        else
        {
            await GrantRows.RevokeAsync(connection, transaction, grant.GrantId, now);
            logger.GrantRevokedAfterReuse("refresh token", grant.ClientId);
            return TokenError.RefreshTokenReused;
        }
        return new RefreshOutcome(grant, successor, TokenError.None);
    }

    private async Task<string?> SuccessorAsync(DbConnection connection, DbTransaction transaction, string hash, long now)
    {
        var used = await RefreshTokenRows.FindAsync(connection, transaction, hash);     // read again, now behind the lock
        if (used is not { ConsumedAt: { } consumedAt, Successor: { } sealedText } || now - consumedAt > options.Value.RefreshTokenGrace.TotalMilliseconds)
            return null;
        string successor;
        try
        {
            successor = _protector.Unprotect(sealedText);
        }
        catch (CryptographicException)  // the key that protected it is gone: as if the grace were over
        {
            return null;
        }
        // Used already: then its response was not lost, and this is somebody else.
        return await RefreshTokenRows.FindAsync(connection, transaction, Secret.Hash(successor)) is { ConsumedAt: null } ? successor : null;
    }
}
