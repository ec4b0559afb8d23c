namespace Shared.Logout.Sessions;

/// <summary>A feature of a request whose cookie was not accepted: why, so that whoever challenges can answer properly.</summary>
internal sealed record EndedSession(string Scheme, RejectionKind Kind);
