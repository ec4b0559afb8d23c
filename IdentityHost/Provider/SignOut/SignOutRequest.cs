using IdentityHost.Sessions;

namespace IdentityHost.Provider.SignOut;

/// <summary>A sign-out request as it travels to the page, sealed.</summary>
/// <param name="ClientId">Named by a valid hint or by <c>client_id</c>.</param>
/// <param name="Sub">The person that the valid hint names.</param>
/// <param name="Sid">The session that the valid hint names.</param>
/// <param name="ReturnTo">The registered address with <c>state</c>.</param>
/// <param name="Doubtful">Something about it was wrong: ask the person in any case.</param>
internal sealed record SignOutRequest(string? ClientId, string? Sub, string? Sid, string? ReturnTo, bool Doubtful)
{
    /// <summary>
    /// Section 2: without a hint for this very session, the person decides. With nobody signed in there is nothing to confirm (section 4).
    /// </summary>
    public bool NeedsConfirmation(ProviderSession? current) => current is not null && (Doubtful || Sub != current.Sub || Sid != current.Sid);
}
