namespace Shared.Logout.Sessions;

/// <summary>Why a cookie was not accepted.</summary>
internal enum RejectionKind
{
    /// <summary>Its session was signed out.</summary>
    SignedOut,

    /// <summary>Its session was signed out before the sign-in had finished.</summary>
    SignedOutDuringSignIn,

    /// <summary>Nobody can tell now; the cookie may be good.</summary>
    Unknown,
}
