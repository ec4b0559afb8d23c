using System.Data.Common;

using IdentityHost.Users;

namespace IdentityHost.Sessions;

/// <summary>Provider sessions and their participants. Sessions begin here; they end only through <see cref="EndSession.IEndSession"/>.</summary>
public interface ISessions
{
    /// <summary>
    /// Signs a browser in. The same person again: the session goes on with a new handle and <c>auth_time</c>. Another person: the old session
    /// ends through the door with <c>account_switch</c> and a new one begins. Sets the cookie. Null, and nobody is signed in, where the person was
    /// disabled or got a new password after <paramref name="user"/> was read: that ended all sessions, and this one would have escaped.
    /// </summary>
    Task<ProviderSession?> SignInAsync(HttpContext http, UserAccount user, SignInDetails details, CancellationToken cancellationToken);

    /// <summary>The live session of this browser, or null. Cached for the request.</summary>
    Task<ProviderSession?> GetCurrentAsync(HttpContext http);

    /// <summary>Removes this browser's cookie. Does not end the session: the door does.</summary>
    Task ForgetAsync(HttpContext http);

    Task<ProviderSession?> FindAsync(string sid, CancellationToken cancellationToken);

    /// <summary>Live sessions of a person, newest first.</summary>
    Task<IReadOnlyList<ProviderSession>> OfUserAsync(string sub, CancellationToken cancellationToken);

    /// <summary>Live sessions for the admin page, newest first; <paramref name="search"/> matches user name, sub or sid.</summary>
    Task<IReadOnlyList<ProviderSession>> SearchAsync(string? search, int skip, int take, CancellationToken cancellationToken);

    /// <summary>The client ids that took part in these sessions.</summary>
    Task<ILookup<string, string>> ParticipantsAsync(IReadOnlyCollection<string> sids, CancellationToken cancellationToken);

    /// <summary>
    /// Inside a write transaction: locks the live session, extends its idle time and notes the participant. False when the session has ended,
    /// and then nothing may be issued. Call it before inserting a code or a token, in the same transaction.
    /// </summary>
    Task<bool> JoinAsync(DbConnection connection, DbTransaction transaction, string sid, string clientId);
}
