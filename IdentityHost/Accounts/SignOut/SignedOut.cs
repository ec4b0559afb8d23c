using IdentityHost.Sessions;

namespace IdentityHost.Accounts.SignOut;

/// <summary>A finished sign-out of this browser.</summary>
/// <param name="Session">What ended.</param>
/// <param name="Receipt">For the signed-out page.</param>
/// <param name="Frames">What the browser still has to load; empty where every app is told by us.</param>
internal sealed record SignedOut(ProviderSession Session, string Receipt, IReadOnlyList<string> Frames);
