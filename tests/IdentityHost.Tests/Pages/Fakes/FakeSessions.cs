using System.Data.Common;

using IdentityHost.Sessions;
using IdentityHost.Users;

using Microsoft.AspNetCore.Http;

namespace IdentityHost.Tests.Pages.Fakes;

/// <summary>Sessions in memory. The cookie is the sid.</summary>
internal sealed class FakeSessions : ISessions
{
    public const string Cookie = "fake.session";

    private int _made;

    public List<ProviderSession> All { get; } = [];

    public Dictionary<string, HashSet<string>> Participants { get; } = [];

    public ProviderSession Add(string sub, string userAgent = "Mozilla/5.0 (X11; Linux x86_64) Firefox/133.0", params string[] clients)
    {
        var sid = $"sid-{Interlocked.Increment(ref _made)}";
        var now = DateTimeOffset.UtcNow;
        var session = new ProviderSession
        {
            Sid = sid,
            Sub = sub,
            Issuer = "https://provider.test",
            CreatedAt = now,
            AuthTime = now,
            LastSeenAt = now,
            ExpiresAt = now.AddHours(10),
            Amr = "pwd",
            UserAgent = userAgent,
            Origin = "192.0.2.0/24",
        };
        lock (All)
        {
            All.Add(session);
            Participants[sid] = [.. clients];
        }
        return session;
    }

    public bool IsAlive(string sid) => All.Any(session => session.Sid == sid && session.EndedAt is null);

    public Task<ProviderSession?> SignInAsync(HttpContext http, UserAccount user, SignInDetails details, CancellationToken cancellationToken)
    {
        var session = Add(user.Sub, http.Request.Headers.UserAgent.ToString());
        http.Response.Cookies.Append(Cookie, session.Sid, new CookieOptions { HttpOnly = true });
        return Task.FromResult<ProviderSession?>(session);
    }

    public Task<ProviderSession?> GetCurrentAsync(HttpContext http)
        => Task.FromResult(All.FirstOrDefault(session => session.Sid == http.Request.Cookies[Cookie] && session.EndedAt is null));

    public Task ForgetAsync(HttpContext http)
    {
        http.Response.Cookies.Delete(Cookie);
        return Task.CompletedTask;
    }

    public Task<ProviderSession?> FindAsync(string sid, CancellationToken cancellationToken)
        => Task.FromResult(All.FirstOrDefault(session => session.Sid == sid));

    public Task<IReadOnlyList<ProviderSession>> OfUserAsync(string sub, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<ProviderSession>>([.. All.Where(session => session.Sub == sub && session.EndedAt is null).Reverse()]);

    public Task<IReadOnlyList<ProviderSession>> SearchAsync(string? search, int skip, int take, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<ProviderSession>>([.. All
            .Where(session => session.EndedAt is null && (search is null || session.Sub.Contains(search, StringComparison.Ordinal) || session.Sid == search))
            .Reverse().Skip(skip).Take(take)]);

    public Task<ILookup<string, string>> ParticipantsAsync(IReadOnlyCollection<string> sids, CancellationToken cancellationToken)
        => Task.FromResult(sids.SelectMany(sid => Participants.GetValueOrDefault(sid, []).Select(client => (sid, client))).ToLookup(row => row.sid, row => row.client));

    public Task<bool> JoinAsync(DbConnection connection, DbTransaction transaction, string sid, string clientId) => throw new NotSupportedException();
}
