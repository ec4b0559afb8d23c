using Microsoft.Extensions.Options;

namespace IdentityHost.Configuration;

/// <summary>Clients, APIs and people as one: duplicates and scopes can only be judged together.</summary>
internal sealed class ValidateRegistrations(IHostEnvironment environment, IOptions<IdentityHostOptions> host) : IValidateOptions<Registrations>
{
    public ValidateOptionsResult Validate(string? name, Registrations options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> Faults(Registrations options)
    {
        var scopes = KnownScopes.Standard.Concat(options.ApiResources.SelectMany(api => api.Scopes)).ToHashSet(StringComparer.Ordinal);
        var rules = new ClientRules(new UriRules(environment.IsDevelopment() || host.Value.AllowHttp), scopes);
        return [
            .. Names("Clients", "ClientId", options.Clients.Select(client => client.ClientId)),
            .. Names("ApiResources", "Name", options.ApiResources.Select(api => api.Name)),
            .. Names("Users", "Username", options.Users.Select(user => user.Username), StringComparer.OrdinalIgnoreCase),
            .. Names("Users", "SubjectId", options.Users.Select(user => user.SubjectId).OfType<string>()),
            .. options.Clients.Where(client => client.ClientId.Length > 0).SelectMany(rules.Check),
            .. options.ApiResources.SelectMany(Api),
            .. options.Users.Where(user => user.Username.Length > 0).SelectMany(Person)];
    }

    private static IEnumerable<string> Names(string section, string key, IEnumerable<string> values, StringComparer? comparer = null)
    {
        foreach (var group in values.GroupBy(value => value, comparer ?? StringComparer.Ordinal))
        {
            if (group.Key.Length == 0)
                yield return $"An entry of {section} has no {key}. Give it one, or remove the entry.";
            else if (group.Count() > 1)
                yield return $"{section} has {group.Count()} entries with the {key} '{group.Key}', so that one would hide the other. Rename or remove all but one.";
            else if (group.Key.Length > 200 || group.Key.Any(c => c is <= ' ' or > '~'))
                yield return $"{section} has the {key} '{group.Key}'. Use at most 200 printable ASCII characters without spaces.";
        }
    }

    private static IEnumerable<string> Api(ApiResource api)
    {
        foreach (var scope in api.Scopes.Where(scope => KnownScopes.Standard.Contains(scope)))
            yield return $"ApiResource '{api.Name}' has the scope '{scope}', which belongs to OpenID Connect. Give the API a scope name of its own.";
    }

    private static IEnumerable<string> Person(ConfiguredUser user)
    {
        if (string.IsNullOrEmpty(user.Password) == string.IsNullOrEmpty(user.PasswordHash))
            yield return $"User '{user.Username}' must have exactly one of Password and PasswordHash.";
        else if (user.PasswordHash is { Length: > 0 } hash && !IsHash(hash))
        {
            yield return $"User '{user.Username}' has a PasswordHash that is none of ASP.NET Core's PasswordHasher, so nobody could sign in with it. " +
                "Hash the password again, or give Password.";
        }
    }

    // Base64 of a version byte, 0 or 1, and what belongs to it.
    private static bool IsHash(string text)
    {
        Span<byte> hash = stackalloc byte[256];
        return Convert.TryFromBase64String(text, hash, out var length) && length > 32 && hash[0] is 0 or 1;
    }
}
