using IdentityHost.Configuration;

namespace IdentityHost.Provider.Tokens;

/// <summary>The scopes that are about the person, and reading of scope lists.</summary>
internal static class Scopes
{
    public const string OpenId = KnownScopes.OpenId;
    public const string Profile = KnownScopes.Profile;
    public const string Email = KnownScopes.Email;
    public const string Roles = KnownScopes.Roles;
    public const string OfflineAccess = KnownScopes.OfflineAccess;

    public static IReadOnlyList<string> Standard => KnownScopes.Standard;

    public static string[] Split(string scope) => [.. scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];

    public static string Join(IEnumerable<string> scopes) => string.Join(' ', scopes);
}
