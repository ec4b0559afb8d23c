using System.Collections.Frozen;

namespace Shared.Logout.Configuration;

/// <summary>The cookie schemes whose sessions end.</summary>
internal sealed class GuardedSchemes(ILogoutRegistrations registrations)
{
    private readonly Lazy<FrozenDictionary<string, SchemeSettings>> _schemes = new(() => registrations.All
        .Where(registration => registration.ForCookie)
        .GroupBy(registration => registration.CookieScheme, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => SchemeSettings.Create(group.Key, [.. group]), StringComparer.Ordinal));

    public IReadOnlyList<SchemeSettings> All => _schemes.Value.Values;

    public SchemeSettings this[string scheme] => _schemes.Value[scheme];
}
