using System.Data.Common;

using Dapper;

using IdentityHost.Data;
using IdentityHost.Diagnostics;
using IdentityHost.Users;

using Microsoft.AspNetCore.DataProtection;

using Secret = IdentityHost.Data.Secret;

namespace IdentityHost.Sessions;

/// <summary>The sessions table, read. Upstream ID tokens are kept protected: they can sign somebody out elsewhere.</summary>
internal sealed class SessionRows(IDatabase database, IDataProtectionProvider protection, TimeProvider time, ILogger<SessionRows> logger)
{
    /// <summary>The plus signs keep SQLite from walking the index of all live sessions by expiry, where another condition finds the few that matter.</summary>
    public const string Live = "s.ended_at IS NULL AND +s.idle_expires_at > @now AND +s.expires_at > @now";

    private const string Columns =
        "s.sid, s.sub, s.issuer, s.created_at, s.auth_time, s.last_seen_at, s.expires_at, s.amr, s.user_agent, s.origin, s.ended_at, s.end_reason, s.ended_by, " +
        "s.upstream_iss AS upstream_issuer, s.upstream_sid, s.upstream_token AS upstream_id_token";

    private readonly IDataProtector _protector = protection.CreateProtector("IdentityHost.Sessions.UpstreamIdToken.v1");

    public string? Protect(string? upstreamIdToken) => upstreamIdToken is null ? null : _protector.Protect(upstreamIdToken);

    public async Task<SignedIn?> FindByHandleAsync(string handle, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<ProviderSession, UserRow, SignedIn>(
            $"""
            SELECT {Columns}, u.sub, u.username, u.name, u.email, u.roles, u.disabled_at
            FROM sessions s JOIN users u ON u.sub = s.sub
            WHERE s.handle_hash = @hash AND {Live} AND u.disabled_at IS NULL
            """,
            (session, user) => new SignedIn(Readable(session), user.ToAccount()),
            new { hash = Secret.Hash(handle), now = time.GetUtcNow() }, splitOn: "sub");
        return rows.SingleOrDefault();
    }

    /// <summary>The session that a handle opened and that the door has not ended yet, also when its time is over.</summary>
    public static Task<NotEnded?> FindNotEndedAsync(DbConnection connection, DbTransaction? transaction, string handle)
        => connection.QuerySingleOrDefaultAsync<NotEnded>(
            "SELECT sid, sub, idle_expires_at, expires_at FROM sessions WHERE handle_hash = @hash AND ended_at IS NULL",
            new { hash = Secret.Hash(handle) }, transaction);

    public async Task<ProviderSession?> FindAsync(string sid, CancellationToken cancellationToken)
        => (await QueryAsync("s.sid = @sid", new { sid }, cancellationToken)).SingleOrDefault();

    public Task<IReadOnlyList<ProviderSession>> OfUserAsync(string sub, CancellationToken cancellationToken)
        => QueryAsync($"s.sub = @sub AND +{Live} ORDER BY s.created_at DESC", new { sub, now = time.GetUtcNow() }, cancellationToken);

    public Task<IReadOnlyList<ProviderSession>> SearchAsync(string? search, int skip, int take, CancellationToken cancellationToken)
    {
        var text = search?.Trim() ?? "";
        var condition = text.Length == 0
            ? Live
            : $"""
              +{Live} AND s.sid IN
              (SELECT x.sid FROM sessions x WHERE x.sid = @text OR x.sub = @text OR x.sub IN (SELECT sub FROM users WHERE username_key LIKE @pattern ESCAPE '\'))
              """;
        return QueryAsync(
            $"{condition} ORDER BY s.created_at DESC LIMIT @take OFFSET @skip",
            new { text, pattern = SqlPattern.StartsWith(UserNames.Key(text)), take, skip, now = time.GetUtcNow() }, cancellationToken);
    }

    private async Task<IReadOnlyList<ProviderSession>> QueryAsync(string condition, object values, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<ProviderSession>($"SELECT {Columns} FROM sessions s WHERE {condition}", values);
        return [.. rows.Select(Readable)];
    }

    private ProviderSession Readable(ProviderSession session)
    {
        if (session.UpstreamIdToken is null)
            return session;
        try
        {
            return session with { UpstreamIdToken = _protector.Unprotect(session.UpstreamIdToken) };
        }
        catch (System.Security.Cryptography.CryptographicException ex)  // its key is gone: a hint that cannot be sent, no reason to refuse the session
        {
            CoreLog.UpstreamTokenUnreadable(logger, ex);
            return session with { UpstreamIdToken = null };
        }
    }

    internal sealed class NotEnded
    {
        public string Sid { get; init; } = "";

        public string Sub { get; init; } = "";

        public DateTimeOffset IdleExpiresAt { get; init; }

        public DateTimeOffset ExpiresAt { get; init; }
    }
}
