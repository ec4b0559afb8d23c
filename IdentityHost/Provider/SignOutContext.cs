namespace IdentityHost.Provider;

/// <summary>A sign-out that a client asked for.</summary>
/// <param name="ClientId">The client, when a valid hint or <c>client_id</c> named it.</param>
/// <param name="ClientName">Its name for people.</param>
/// <param name="Sid">The session that a valid hint names, when it names one; it ends although the browser may have lost its cookie.</param>
/// <param name="PostLogoutRedirectUri">Validated, with <c>state</c> appended; null: stay on our signed-out page.</param>
/// <param name="NeedsConfirmation">No valid hint for the browser's current session: ask the person first (RP-Initiated Logout, section 2).</param>
public sealed record SignOutContext(string? ClientId, string? ClientName, string? Sid, string? PostLogoutRedirectUri, bool NeedsConfirmation);
