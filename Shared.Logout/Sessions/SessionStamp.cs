namespace Shared.Logout.Sessions;

/// <summary>
/// What a cookie ticket says about its session, reduced to what a look-up needs. Made at sign-in and kept in the ticket's properties,
/// so that a request neither hashes nor allocates.
/// </summary>
/// <param name="First">With a <c>sid</c>: the key of the session. Without: of the subject without session.</param>
/// <param name="Second">With a <c>sid</c> and a <c>sub</c>: the key of both. Else default.</param>
/// <param name="Subject">The key of the subject, or default where the session has none.</param>
/// <param name="StartedAt">Unix seconds, by the provider's clock where the ID token states it. 0: older than any revocation.</param>
internal readonly record struct SessionStamp(RevocationKey First, RevocationKey Second, RevocationKey Subject, long StartedAt);
