namespace IdentityHost.Sessions;

public static class SessionDefaults
{
    /// <summary>The authentication scheme of people who are signed in at the provider. It is the default scheme.</summary>
    public const string Scheme = "Session";

    /// <summary>The role that may see the admin pages.</summary>
    public const string AdminRole = "admin";
}
