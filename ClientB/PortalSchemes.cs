namespace ClientB;

/// <summary>This application's names for its schemes.</summary>
internal static class PortalSchemes
{
    public const string Cookie = "portal";
    public const string SignIn = "corporate-sign-in";
}
