using System.Data.Common;

using Dapper;

using IdentityHost.Configuration;
using IdentityHost.Data;
using IdentityHost.Users;

using Microsoft.Extensions.Options;

namespace IdentityHost.Sessions;

internal sealed class ProviderSessions(
    IDatabase database, SessionCookie cookie, SessionSignIn signIn, SessionRows rows, Participation participation,
    IOptions<IdentityHostOptions> options, TimeProvider time) : ISessions
{
    private static readonly TimeSpan _writeIdleTimeEvery = TimeSpan.FromMinutes(1);
    private static readonly object _key = new();

    public async Task<ProviderSession?> SignInAsync(HttpContext http, UserAccount user, SignInDetails details, CancellationToken cancellationToken)
    {
        var handle = Secret.New();
        if (await signIn.RunAsync(http, cookie.Read(http), handle, user, details, cancellationToken) is not { } session)
            return null;
        cookie.Write(http, handle);
        http.Items[_key] = new SignedIn(session, user);
        return session;
    }

    public async Task<ProviderSession?> GetCurrentAsync(HttpContext http) => (await GetSignedInAsync(http))?.Session;

    public async Task<SignedIn?> GetSignedInAsync(HttpContext http)
    {
        if (http.Items.TryGetValue(_key, out var known))
            return (SignedIn?)known;
        SignedIn? signedIn = null;
        if (cookie.Read(http) is { } handle)
        {
            signedIn = await rows.FindByHandleAsync(handle, http.RequestAborted);
            if (signedIn is not null && http.GetEndpoint()?.Metadata.GetMetadata<NoActivity>() is null)
                await ExtendAsync(signedIn.Session);
        }
        http.Items[_key] = signedIn;
        return signedIn;
    }

    public Task ForgetAsync(HttpContext http)
    {
        cookie.Delete(http);
        http.Items[_key] = null;
        return Task.CompletedTask;
    }

    public Task<ProviderSession?> FindAsync(string sid, CancellationToken cancellationToken) => rows.FindAsync(sid, cancellationToken);

    public Task<IReadOnlyList<ProviderSession>> OfUserAsync(string sub, CancellationToken cancellationToken) => rows.OfUserAsync(sub, cancellationToken);

    public Task<IReadOnlyList<ProviderSession>> SearchAsync(string? search, int skip, int take, CancellationToken cancellationToken)
        => rows.SearchAsync(search, skip, take, cancellationToken);

    public Task<ILookup<string, string>> ParticipantsAsync(IReadOnlyCollection<string> sids, CancellationToken cancellationToken)
        => participation.OfAsync(sids, cancellationToken);

    public Task<bool> JoinAsync(DbConnection connection, DbTransaction transaction, string sid, string clientId)
        => participation.JoinAsync(connection, transaction, sid, clientId);

    private Task ExtendAsync(ProviderSession session)
    {
        var now = time.GetUtcNow();
        if (now - session.LastSeenAt < _writeIdleTimeEvery)
            return Task.CompletedTask;
        return database.WriteAsync(
            (connection, transaction) => connection.ExecuteAsync(
                """
                UPDATE sessions SET last_seen_at = @now, idle_expires_at = @idle
                WHERE sid = @Sid AND ended_at IS NULL AND last_seen_at < @now
                """, new { now, idle = now + options.Value.SessionIdleLifetime, session.Sid }, transaction), CancellationToken.None);
    }
}
