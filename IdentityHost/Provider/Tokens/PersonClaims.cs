using System.Text.Json;

using IdentityHost.Provider.Http;
using IdentityHost.Users;

namespace IdentityHost.Provider.Tokens;

/// <summary>The claims of a person, by name.</summary>
internal static class PersonClaims
{
    public static readonly string[] Supported = ["sub", "name", "preferred_username", "email", "role"];

    private static readonly Dictionary<string, string[]> ByScope = new(StringComparer.Ordinal)
    {
        [Scopes.Profile] = ["name", "preferred_username"],
        [Scopes.Email] = ["email"],
        [Scopes.Roles] = ["role"],
    };

    public static IEnumerable<string> Of(IEnumerable<string> scopes) => scopes.SelectMany(scope => ByScope.GetValueOrDefault(scope, [])).Distinct();

    public static void Write(Utf8JsonWriter json, UserAccount user, IEnumerable<string> claims)
    {
        foreach (var claim in claims)
        {
            string?[] values = claim switch
            {
                "name" => [user.Name],
                "preferred_username" => [user.Username],
                "email" => [user.Email],
                "role" => [.. user.Roles],
                _ => [],
            };
            json.WriteOneOrMany(claim, [.. values.OfType<string>()]);
        }
    }
}
