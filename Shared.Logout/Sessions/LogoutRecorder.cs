using Shared.Logout.Configuration;

namespace Shared.Logout.Sessions;

/// <summary>Turns a logout into revocations and has them kept: for tokens at the door, and for the application's own revocations.</summary>
internal sealed class LogoutRecorder(IRevocationBook book, TimeProvider time)
{
    /// <summary>Keeps one logout.</summary>
    /// <param name="registration">Whose logout it is.</param>
    /// <param name="logout">What ended.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="laterSignInsLive">Whether a later sign-in under the same <c>sid</c> is another session. Not so for a provider's token: it said that this <c>sid</c> is over.</param>
    /// <exception cref="RevocationStoreException">Applied on this instance, but not durable.</exception>
    public ValueTask<RecordOutcome> RecordAsync(
        LogoutRegistration registration, LogoutToken logout, CancellationToken cancellationToken, bool laterSignInsLive = false)
        => book.RecordAsync(
            SessionKeys.TokenId(logout.Issuer, logout.ClientId, logout.TokenId),
            // One second more than the rules take, so that no token is forgotten while it would still pass.
            logout.IssuedAt + registration.MaxTokenAge + registration.ClockSkew + TimeSpan.FromSeconds(1),
            Revocations(registration, logout, time.GetUtcNow() + registration.RevocationLifetime, laterSignInsLive),
            cancellationToken);

    private static Revocation[] Revocations(LogoutRegistration registration, LogoutToken logout, DateTimeOffset expiresAt, bool laterSignInsLive)
    {
        var (issuer, client) = (logout.Issuer, logout.ClientId);
        // Sessions are stamped in whole seconds, and one that started in the second of its logout is over.
        var cutoff = DateTimeOffset.FromUnixTimeSeconds(logout.EventTime.ToUnixTimeSeconds());
        return logout switch
        {
            // BCL 2.4: without a sid, all sessions of the subject end; those that start later do not.
            { Subject: { } sub, SessionId: null } => [Kept(SessionKeys.Subject(issuer, client, sub), cutoff)],
            { Subject: { } sub } when registration.SubjectAndSession is SubjectAndSession.AllSessionsOfSubject
                => [Kept(SessionKeys.Subject(issuer, client, sub), cutoff)],
            { Subject: { } sub, SessionId: { } sid } =>
            [
                Kept(SessionKeys.SessionOfSubject(issuer, client, sid, sub), DateTimeOffset.MaxValue),
                Kept(SessionKeys.SubjectWithoutSession(issuer, client, sub), cutoff),
            ],
            { SessionId: { } sid } => [Kept(SessionKeys.Session(issuer, client, sid), laterSignInsLive ? cutoff : DateTimeOffset.MaxValue)],
            _ => throw new ArgumentException("A logout names a subject, a session or both.", nameof(logout)),
        };

        Revocation Kept(RevocationKey key, DateTimeOffset until) => new(key, until, expiresAt) { Reason = logout.Reason, InitiatedBy = logout.InitiatedBy };
    }
}
