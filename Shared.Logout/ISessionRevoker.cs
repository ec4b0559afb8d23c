namespace Shared.Logout;

/// <summary>Ends sessions from inside the application, by the same path as a logout token: for admin pages and security events.</summary>
public interface ISessionRevoker
{
    /// <summary>Ends the session with this <c>sid</c> on every instance.</summary>
    /// <param name="sessionId">The provider's <c>sid</c>.</param>
    /// <param name="reason">Why, for the audit event and for open pages. Default: none.</param>
    /// <param name="registration">Which <c>AddBackChannelLogout</c> registration. Default: the only one; required where there are several.</param>
    /// <param name="cancellationToken">Stops waiting; what was recorded stays recorded.</param>
    /// <exception cref="RevocationStoreException">The store is out of reach; this instance has ended the session all the same.</exception>
    Task RevokeSessionAsync(string sessionId, string? reason = null, string? registration = null, CancellationToken cancellationToken = default);

    /// <summary>Ends every session that this <c>sub</c> has started until now, on every instance. A later sign-in works.</summary>
    /// <param name="subject">The provider's <c>sub</c>.</param>
    /// <param name="reason">Why, for the audit event and for open pages. Default: none.</param>
    /// <param name="registration">Which <c>AddBackChannelLogout</c> registration. Default: the only one; required where there are several.</param>
    /// <param name="cancellationToken">Stops waiting; what was recorded stays recorded.</param>
    /// <exception cref="RevocationStoreException">The store is out of reach; this instance has ended the sessions all the same.</exception>
    Task RevokeSubjectAsync(string subject, string? reason = null, string? registration = null, CancellationToken cancellationToken = default);
}
