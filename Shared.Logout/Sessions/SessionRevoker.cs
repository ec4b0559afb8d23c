using Microsoft.Extensions.Logging;
using Shared.Logout.Configuration;
using Shared.Logout.Diagnostics;
using Shared.Logout.Tokens;

namespace Shared.Logout.Sessions;

/// <summary>Records what the application decides by the path of a logout token: same keys, same store, same observers.</summary>
internal sealed class SessionRevoker(
    ILogoutRegistrations registrations, LogoutRecorder recorder, SessionIdentity identity, ProviderKeysCatalog providers,
    TimeProvider time, ILogger<SessionRevoker> logger) : ISessionRevoker
{
    private const int LongestReason = 64;

    public Task RevokeSessionAsync(string sessionId, string? reason, string? registration, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(sessionId);
        return RevokeAsync("session", null, sessionId, reason, Find(registration), cancellationToken);
    }

    public Task RevokeSubjectAsync(string subject, string? reason, string? registration, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        return RevokeAsync("person", subject, null, reason, Find(registration), cancellationToken);
    }

    private async Task RevokeAsync(
        string what, string? subject, string? sessionId, string? reason, LogoutRegistration registration, CancellationToken cancellationToken)
    {
        var issuer = await identity.IssuerOfAsync(registration, cancellationToken) ?? throw new InvalidOperationException(
            $"The issuer of registration '{registration.Name}' is not known, because its discovery document could not be read yet, so nobody's session can "
            + "be named. Try again, or set BackChannelLogout:Issuer.");
        var now = time.GetUtcNow();
        var logout = new LogoutToken(
            issuer, registration.ClientId, subject, sessionId, Guid.NewGuid().ToString("N"), now, now + ProviderAhead(registration), null)
        {
            Reason = Printable(reason),
        };
        var key = subject is null
            ? SessionKeys.Session(issuer, registration.ClientId, sessionId!)
            : SessionKeys.Subject(issuer, registration.ClientId, subject);
        logger.RevokedByApplication(what, registration.Name, key.ToString()[..8], logout.Reason ?? "none");
        try
        {
            // The provider's session goes on, and may bring the person back with the same sid; that sign-in is a new session.
            await recorder.RecordAsync(registration, logout, cancellationToken, laterSignInsLive: true);
        }
        catch (RevocationStoreException e)
        {
            logger.RevocationNotRecorded(e, registration.Name);
            throw;
        }
    }

    // Sessions started by the provider's clock. Where that is known to be ahead, the youngest of them would seem to start after this moment.
    private TimeSpan ProviderAhead(LogoutRegistration registration)
        => providers.For(registration).KnownClockDifference is { } ahead && ahead > TimeSpan.Zero && ahead <= registration.ClockSkew ? ahead : TimeSpan.Zero;

    private LogoutRegistration Find(string? name)
        => name is not null
            ? registrations.Find(name) ?? throw new ArgumentException($"There is no back-channel logout registration '{name}'.", nameof(name))
            : registrations.All.Count == 1
                ? registrations.All[0]
                : throw new ArgumentException(
                    $"This application has several back-channel logout registrations; name one of: {string.Join(", ", registrations.All.Select(r => r.Name))}.",
                    nameof(name));

    private static string? Printable(string? reason)
        => string.IsNullOrWhiteSpace(reason) ? null : new string([.. reason.Where(c => !char.IsControl(c)).Take(LongestReason)]);
}
