using IdentityHost.Sessions;

namespace IdentityHost.Accounts;

/// <summary>Sign-out at an upstream provider. Registered when <c>External:*</c> is configured.</summary>
public interface IExternalSignOut
{
    /// <summary>
    /// The local address that signs the browser out there and comes back to <paramref name="next"/>; null for a session that did not begin there.
    /// </summary>
    string? Address(ProviderSession session, string next);
}
