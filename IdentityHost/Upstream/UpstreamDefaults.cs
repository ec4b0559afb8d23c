namespace IdentityHost.Upstream;

/// <summary>Names and addresses of the upstream edge.</summary>
internal static class UpstreamDefaults
{
    public const string Scheme = "External";

    /// <summary>Starts a sign-in there.</summary>
    public const string Start = "/external/signin";

    /// <summary>Starts a sign-out there.</summary>
    public const string SignOut = "/external/signout";

    /// <summary>Goes on after a sign-out there.</summary>
    public const string SignedOut = "/external/signed-out";

    /// <summary>To be registered there as redirect URI.</summary>
    public const string Callback = "/signin-external";

    /// <summary>To be registered there as post-logout redirect URI.</summary>
    public const string SignedOutCallback = "/signout-callback-external";

    /// <summary>To be registered there as back-channel logout URI.</summary>
    public const string Logout = "/backchannel-logout";
}
