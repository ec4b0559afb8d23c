namespace IdentityHost.Configuration;

/// <summary>Scopes that need no API resource.</summary>
public static class KnownScopes
{
    public const string OpenId = "openid";
    public const string Profile = "profile";
    public const string Email = "email";
    public const string Roles = "roles";
    public const string OfflineAccess = "offline_access";

    public static IReadOnlyList<string> Standard { get; } = [OpenId, Profile, Email, Roles, OfflineAccess];
}
