namespace IdentityHost.Provider.SignOut;

/// <summary>What is wrong with a sign-out request. The first ones stop it; with the others the person can still sign out, but goes nowhere.</summary>
internal enum SignOutError
{
    None,

    // An error page.
    Unreadable,
    TooLarge,
    ClientUnknown,
    ClientDiffersFromHint,

    // A confirmation page, and no way back to the client.
    HintInvalid,
    RedirectWithoutHint,
    RedirectUriNotRegistered,
}
