namespace Shared.Logout;

/// <summary>What a logout token with both <c>sub</c> and <c>sid</c> ends.</summary>
public enum SubjectAndSession
{
    /// <summary>The session with that <c>sid</c>, if its <c>sub</c> agrees, and sessions of that <c>sub</c> that have no <c>sid</c>.</summary>
    ThatSession,

    /// <summary>Every session of the <c>sub</c>, for providers that send one <c>sid</c> when all sessions end (Keycloak).</summary>
    AllSessionsOfSubject,
}
