using System.Data.Common;
using System.Globalization;

using Duende.IdentityServer.Models;
using Duende.IdentityServer.Stores;

using IdentityHost.Data;
using IdentityHost.Diagnostics;
using IdentityHost.Provider.Duende.Sessions;
using IdentityHost.Provider.Duende.TokenRequests;
using IdentityHost.Provider.Storage;
using IdentityHost.Provider.TokenRequests;
using IdentityHost.Provider.Tokens;
using IdentityHost.Sessions;

using Grant = IdentityHost.Provider.Tokens.Grant;
using Secret = IdentityHost.Data.Secret;

namespace IdentityHost.Provider.Duende.Grants;

/// <summary>
/// Codes in our rows. Storing one notes the participant in the same transaction; reading one uses it up and makes its grant, so that of two
/// requests with one code the second finds it used, and takes back what the first one got (RFC 6749 section 4.1.2).
/// </summary>
internal sealed class AuthorizationCodes(
    IDatabase database, ISessions sessions, TokenExchange exchange, TimeProvider time, ILogger<AuthorizationCodes> logger) : IAuthorizationCodeStore
{
    public async Task<string> StoreAuthorizationCodeAsync(AuthorizationCode code)
    {
        var handle = Secret.New();
        var now = time.GetUtcNow();
        var row = new CodeRow
        {
            CodeHash = Secret.Hash(handle),
            GrantId = Secret.NewId(),
            Sid = code.SessionId,
            ClientId = code.ClientId,
            Sub = code.Subject.FindFirst("sub")!.Value,
            RedirectUri = code.RedirectUri,
            CodeChallenge = exchange.Authorization!.CodeChallenge,     // as the client sent it, the code has it hashed once more
            Nonce = code.Nonce,
            Scope = Scopes.Join(code.RequestedScopes),
            AuthTime = long.Parse(code.Subject.FindFirst("auth_time")!.Value, CultureInfo.InvariantCulture) * 1000,
            CreatedAt = now.ToUnixTimeMilliseconds(),
            ExpiresAt = now.AddSeconds(code.Lifetime).ToUnixTimeMilliseconds(),
        };
        var stored = await database.WriteAsync(async (connection, transaction) =>
        {
            if (!await sessions.JoinAsync(connection, transaction, row.Sid, row.ClientId))
                return false;
            await CodeRows.InsertAsync(connection, transaction, row);
            return true;
        }, CancellationToken.None);
        if (!stored)
            exchange.Refusal = TokenError.SessionEnded;
        return handle;
    }

    public async Task<AuthorizationCode?> GetAuthorizationCodeAsync(string code)
    {
        var hash = Secret.Hash(code);
        // Not the caller's token: a client that hangs up must not leave half a decision.
        var (row, grant, error) = await database.WriteAsync((connection, transaction) => UseAsync(connection, transaction, hash), CancellationToken.None);
        (exchange.Grant, exchange.Refusal) = (grant, error);
        if (row is null || await sessions.FindAsync(row.Sid, CancellationToken.None) is not { } session)
            return null;
        return new AuthorizationCode
        {
            CreationTime = DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt).UtcDateTime,
            Lifetime = (int)((row.ExpiresAt - row.CreatedAt) / 1000),
            ClientId = row.ClientId,
            Subject = SessionPrincipal.Of(row.Sub, row.Sid, row.AuthTime, session.Amr),
            SessionId = row.Sid,
            IsOpenId = true,
            RequestedScopes = Scopes.Split(row.Scope),
            RedirectUri = row.RedirectUri,
            Nonce = row.Nonce,
            CodeChallenge = row.CodeChallenge.Sha256(),
            CodeChallengeMethod = row.CodeChallenge is null ? null : "S256",
        };
    }

    /// <summary>Nothing to do: it was used up when it was read.</summary>
    public Task RemoveAuthorizationCodeAsync(string code) => Task.CompletedTask;

    private async Task<(CodeRow? Row, Grant? Grant, TokenError Error)> UseAsync(DbConnection connection, DbTransaction transaction, string hash)
    {
        var request = exchange.Request!;
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (await CodeRows.FindAsync(connection, transaction, hash) is not { } row)
            return (null, null, TokenError.CodeUnknown);
        // Locks in the order of the door: session, code, grant.
        var lives = await sessions.JoinAsync(connection, transaction, row.Sid, row.ClientId);
        var first = await CodeRows.UseAsync(connection, transaction, hash, now);
        if (!first)
        {
            if (await GrantRows.RevokeAsync(connection, transaction, row.GrantId, now))
                logger.GrantRevokedAfterReuse("code", row.ClientId);
            return (null, null, TokenError.CodeReused);
        }
        if (CodeRules.Check(request, row, now) is not TokenError.None and var error)
            return (null, null, error);
        if (!lives)
            return (null, null, TokenError.SessionEnded);
        var grant = CodeRules.GrantOf(row, request.Client, now);
        await GrantRows.InsertAsync(connection, transaction, grant);
        return (row, grant, TokenError.None);
    }
}
