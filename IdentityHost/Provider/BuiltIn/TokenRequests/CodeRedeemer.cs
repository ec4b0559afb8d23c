using System.Data.Common;

using IdentityHost.Data;
using IdentityHost.Diagnostics;
using IdentityHost.Provider.BuiltIn.Tokens;
using IdentityHost.Provider.Storage;
using IdentityHost.Provider.TokenRequests;
using IdentityHost.Provider.Tokens;
using IdentityHost.Sessions;

namespace IdentityHost.Provider.BuiltIn.TokenRequests;

/// <summary>
/// Turns a code into a grant, in one transaction. The first use wins, whatever comes of it; a second use revokes what the first one gave
/// (RFC 6749 section 4.1.2). Nothing is given for an ended session.
/// </summary>
internal sealed class CodeRedeemer(
    IDatabase database, ISessions sessions, AccessTokenFactory accessTokens, RefreshTokenFactory refreshTokens, TimeProvider time,
    ILogger<CodeRedeemer> logger)
{
    public Task<Redemption> RedeemAsync(TokenRequest request)
        // Not the caller's token: a client that hangs up must not leave half a decision.
        => database.WriteAsync((connection, transaction) => RedeemAsync(connection, transaction, request), CancellationToken.None);

    private async Task<Redemption> RedeemAsync(DbConnection connection, DbTransaction transaction, TokenRequest request)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var hash = Secret.Hash(request.Code);
        if (await CodeRows.FindAsync(connection, transaction, hash) is not { } code)
            return TokenError.CodeUnknown;
        // Locks in the order of the door: session, code, grant. In another order the two would wait for each other until the database ends one of them.
        var lives = await sessions.JoinAsync(connection, transaction, code.Sid, code.ClientId);
        var first = await CodeRows.UseAsync(connection, transaction, hash, now);
        if (!first)
        {
            if (await GrantRows.RevokeAsync(connection, transaction, code.GrantId, now))
                logger.GrantRevokedAfterReuse("code", code.ClientId);
            return TokenError.CodeReused;
        }
        if (CodeRules.Check(request, code, now) is not TokenError.None and var error)
            return error;
        if (!lives)
            return TokenError.SessionEnded;

        var grant = CodeRules.GrantOf(code, request.Client, now);
        var scopes = Scopes.Split(code.Scope);
        await GrantRows.InsertAsync(connection, transaction, grant);
        return new Redemption(grant, TokenError.None)
        {
            Scopes = scopes,
            Nonce = code.Nonce,
            AccessHandle = await accessTokens.InsertHandleAsync(connection, transaction, request.Client, grant, scopes),
            RefreshToken = scopes.Contains(Scopes.OfflineAccess)
                ? await refreshTokens.InsertAsync(connection, transaction, request.Client, grant, Secret.New())
                : null,
        };
    }
}
