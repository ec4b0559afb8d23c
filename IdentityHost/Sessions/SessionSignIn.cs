using System.Data.Common;

using Dapper;

using IdentityHost.Configuration;
using IdentityHost.Data;
using IdentityHost.EndSession;
using IdentityHost.Users;

using Microsoft.Extensions.Options;

namespace IdentityHost.Sessions;

/// <summary>What a sign-in writes. A new handle each time: one that was planted or seen before the sign-in opens nothing after it.</summary>
internal sealed class SessionSignIn(
    IDatabase database, EndSessionDoor door, SessionRows rows, IOptions<IdentityHostOptions> options, TimeProvider time)
{
    private const int MaxUserAgent = 256;

    /// <param name="http">The request of the browser.</param>
    /// <param name="oldHandle">The handle that the browser brought, if any.</param>
    /// <param name="newHandle">The handle that it gets.</param>
    /// <param name="user">Who proved who they are.</param>
    /// <param name="details">How.</param>
    /// <param name="cancellationToken">Before the commit only.</param>
    public async Task<ProviderSession?> RunAsync(
        HttpContext http, string? oldHandle, string newHandle, UserAccount user, SignInDetails details, CancellationToken cancellationToken)
    {
        var session = New(http, user, details);
        var values = Values(session, session.Sid, newHandle, user, details);
        if (oldHandle is null || await FindNotEndedAsync(oldHandle, cancellationToken) is not { } old)
            return await database.WriteAsync((connection, transaction) => InsertAsync(connection, transaction, values), cancellationToken) ? session : null;

        var lives = old.ExpiresAt > session.CreatedAt && old.IdleExpiresAt > session.CreatedAt;
        if (lives && old.Sub == user.Sub)
        {
            var continued = Values(session, old.Sid, newHandle, user, details);
            if (await database.WriteAsync((connection, transaction) => ContinueAsync(connection, transaction, continued), cancellationToken))
                return await rows.FindAsync(old.Sid, cancellationToken);
        }

        var inserted = false;
        await door.EndAsync(
            new EndSessionRequest(lives ? EndReason.AccountSwitch : EndReason.Expired) { Sid = old.Sid, Actor = user.Sub },
            async (connection, transaction) => inserted = await InsertAsync(connection, transaction, values), cancellationToken);
        return inserted ? session : null;
    }

    /// <summary>Gives its connection back before anything is written: a crowd that holds one each while it asks for another would wait for itself.</summary>
    private async Task<SessionRows.NotEnded?> FindNotEndedAsync(string handle, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await SessionRows.FindNotEndedAsync(connection, null, handle);
    }

    private ProviderSession New(HttpContext http, UserAccount user, SignInDetails details)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());   // as the database will return it
        var agent = http.Request.Headers.UserAgent.ToString();
        return new ProviderSession
        {
            Sid = Secret.NewId(),
            Sub = user.Sub,
            Issuer = options.Value.Issuer!,
            CreatedAt = now,
            AuthTime = now,
            LastSeenAt = now,
            ExpiresAt = now + options.Value.SessionAbsoluteLifetime,
            Amr = details.Amr,
            UserAgent = agent.Length > MaxUserAgent ? agent[..MaxUserAgent] : agent,
            Origin = CoarseOrigin.Of(http.Connection.RemoteIpAddress),
            UpstreamIssuer = details.UpstreamIssuer,
            UpstreamSid = details.UpstreamSid,
            UpstreamIdToken = details.UpstreamIdToken,
        };
    }

    /// <summary>
    /// Locks the person. Whoever disables them or changes their password waits for us, and then finds the session; or was first, and then it is none.
    /// </summary>
    private static async Task<bool> MayAsync(DbConnection connection, DbTransaction transaction, object values)
        => await connection.ExecuteAsync(
            "UPDATE users SET password_at = password_at WHERE sub = @Sub AND disabled_at IS NULL AND password_at = @PasswordAt", values, transaction) == 1;

    private static async Task<bool> InsertAsync(DbConnection connection, DbTransaction transaction, object values)
        => await MayAsync(connection, transaction, values) && await connection.ExecuteAsync(
            """
            INSERT INTO sessions (sid, handle_hash, sub, issuer, created_at, auth_time, last_seen_at, idle_expires_at, expires_at, amr, user_agent, origin,
                                  upstream_iss, upstream_sub, upstream_sid, upstream_token)
            VALUES (@Sid, @Hash, @Sub, @Issuer, @Now, @Now, @Now, @IdleExpiresAt, @ExpiresAt, @Amr, @UserAgent, @Origin,
                    @UpstreamIssuer, @UpstreamSub, @UpstreamSid, @UpstreamToken)
            """, values, transaction) == 1;

    /// <summary>The same person again: the applications keep their session, so <c>sid</c> stays. False when the session ended meanwhile.</summary>
    private static async Task<bool> ContinueAsync(DbConnection connection, DbTransaction transaction, object values)
        => await MayAsync(connection, transaction, values) && await connection.ExecuteAsync(
            """
            UPDATE sessions SET handle_hash = @Hash, auth_time = @Now, last_seen_at = @Now, idle_expires_at = @IdleExpiresAt, expires_at = @ExpiresAt,
                                amr = @Amr, user_agent = @UserAgent, origin = @Origin, upstream_iss = @UpstreamIssuer, upstream_sub = @UpstreamSub,
                                upstream_sid = @UpstreamSid, upstream_token = @UpstreamToken
            WHERE sid = @Sid AND ended_at IS NULL
            """, values, transaction) == 1;

    private object Values(ProviderSession session, string sid, string handle, UserAccount user, SignInDetails details) => new
    {
        Sid = sid,
        Hash = Secret.Hash(handle),
        session.Sub,
        user.PasswordAt,
        session.Issuer,
        Now = session.CreatedAt,
        IdleExpiresAt = session.CreatedAt + options.Value.SessionIdleLifetime,
        session.ExpiresAt,
        session.Amr,
        session.UserAgent,
        session.Origin,
        details.UpstreamIssuer,
        details.UpstreamSub,
        details.UpstreamSid,
        UpstreamToken = rows.Protect(details.UpstreamIdToken),
    };
}
