namespace IdentityHost.Accounts;

/// <summary>Sign-in at an upstream provider. Registered when <c>External:*</c> is configured; the sign-in page then offers it.</summary>
public interface IExternalSignIn
{
    /// <summary>The upstream provider's name for people.</summary>
    string DisplayName { get; }

    /// <summary>The local address that starts the sign-in there and comes back to <paramref name="returnUrl"/>.</summary>
    string StartAddress(string returnUrl);
}
