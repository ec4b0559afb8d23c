using System.IdentityModel.Tokens.Jwt;

using Dapper;

using IdentityHost.Data;
using IdentityHost.Sessions;
using IdentityHost.Users;

using Shared.Logout;

namespace IdentityHost.Upstream;

/// <summary>Finds the live sessions that a logout token means.</summary>
internal sealed class UpstreamSessions(IDatabase database, ISessions sessions)
{
    public async Task<IReadOnlyCollection<string>> FindAsync(LogoutToken token, CancellationToken cancellationToken)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (token.SessionId is not null)
            found.UnionWith(await OfSessionAsync(token, cancellationToken));
        if (token.Subject is not null)
            found.UnionWith(await OfSubjectAsync(token, token.Subject, cancellationToken));
        return found;
    }

    // sub and sid together: that session only, and sub must agree.
    private async Task<IEnumerable<string>> OfSessionAsync(LogoutToken token, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QueryAsync<string>(
            """
            SELECT sid FROM sessions
            WHERE upstream_iss = @Issuer AND upstream_sid = @SessionId AND ended_at IS NULL AND (@Subject IS NULL OR upstream_sub = @Subject)
            """, new { token.Issuer, token.SessionId, token.Subject });
    }

    // BCL 2.4: without a sid, all sessions of the person that began before; with one, still those of which the provider gave us no sid.
    private async Task<IEnumerable<string>> OfSubjectAsync(LogoutToken token, string subject, CancellationToken cancellationToken)
        => from session in await sessions.OfUserAsync(ExternalSubject.Of(token.Issuer, subject), cancellationToken)
           where session.UpstreamIssuer == token.Issuer
              && (token.SessionId is null || session.UpstreamSid is null)
              && StartedAt(session).ToUnixTimeSeconds() <= token.EventTime.ToUnixTimeSeconds()
           select session.Sid;

    // The provider's clock is compared with itself, where its ID token can still be read.
    private static DateTimeOffset StartedAt(ProviderSession session)
        => session.UpstreamIdToken is { } text && new JwtSecurityToken(text).IssuedAt is var issuedAt && issuedAt != DateTime.MinValue
            ? new DateTimeOffset(issuedAt, TimeSpan.Zero)
            : session.AuthTime;
}
