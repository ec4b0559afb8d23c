using IdentityHost.Data;
using IdentityHost.Diagnostics;
using IdentityHost.Provider.Authorize;
using IdentityHost.Provider.Storage;
using IdentityHost.Provider.Tokens;
using IdentityHost.Sessions;

namespace IdentityHost.Provider.BuiltIn.Authorize;

/// <summary>Makes the code.</summary>
internal sealed class CodeIssuer(ISessions sessions, IDatabase database, ProviderMetrics metrics, TimeProvider time)
{
    /// <summary>The code, or null when the session has ended. The participant is noted in the same transaction: whoever can get a token will be told.</summary>
    public async Task<string?> IssueAsync(AuthorizeRequest request, ProviderSession session)
    {
        var code = Secret.New();
        var now = time.GetUtcNow();
        var row = new CodeRow
        {
            CodeHash = Secret.Hash(code),
            GrantId = Secret.NewId(),
            Sid = session.Sid,
            ClientId = request.Client.ClientId,
            Sub = session.Sub,
            RedirectUri = request.Target.RedirectUri,
            CodeChallenge = request.CodeChallenge,
            Nonce = request.Nonce,
            Scope = Scopes.Join(request.Scopes),
            AuthTime = session.AuthTime.ToUnixTimeMilliseconds(),
            CreatedAt = now.ToUnixTimeMilliseconds(),
            ExpiresAt = now.AddSeconds(request.Client.AuthorizationCodeLifetime).ToUnixTimeMilliseconds(),
        };
        var issued = await database.WriteAsync(async (connection, transaction) =>
        {
            if (!await sessions.JoinAsync(connection, transaction, row.Sid, row.ClientId))
                return false;
            await CodeRows.InsertAsync(connection, transaction, row);
            return true;
        }, CancellationToken.None);
        if (!issued)
            return null;
        metrics.Issued("code", "authorization_code");
        return code;
    }
}
