namespace IdentityHost.Accounts.SignOut;

/// <summary>How one app stands after a sign-out. From bad to good: an app with several sessions shows the first that applies.</summary>
internal enum AppState
{
    /// <summary>We gave up: it never acknowledged.</summary>
    Failed,

    /// <summary>Not acknowledged yet; we keep trying.</summary>
    Waiting,

    /// <summary>It has no address for sign-out messages.</summary>
    CannotBeTold,

    /// <summary>Asked by a page in this browser only; such a page cannot say that it worked.</summary>
    AskedInBrowser,

    /// <summary>Acknowledged.</summary>
    SignedOut,
}
