using Shared.Logout.Tokens;

namespace Shared.Logout.Configuration;

/// <summary>What cannot work, each as a sentence that names the setting, its value, what would happen, and what to do.</summary>
internal static class RegistrationRules
{
    // Asymmetric only: a client secret shared with a browser app or a mistake in configuration must not be able to sign people out.
    private static readonly HashSet<string> s_allowedAlgorithms = new(StringComparer.Ordinal)
    {
        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
    };

    public static IEnumerable<string> Check(RegistrationDraft draft, bool isDevelopment)
        => [.. CheckScheme(draft), .. CheckProvider(draft, isDevelopment), .. CheckAlgorithms(draft), .. CheckDecryption(draft), .. CheckTimes(draft)];

    public static IEnumerable<string> CheckTogether(IReadOnlyList<RegistrationDraft> drafts)
    {
        // Only complete ones: an unnamed client id has a fault of its own already.
        var twins = drafts
            .Where(draft => draft.Options.ClientId is { Length: > 0 } && (draft.Options.Issuer ?? draft.MetadataAddress) is not null)
            .GroupBy(draft => (Provider: Provider(draft), draft.Options.ClientId))
            .Where(group => group.Count() > 1);
        foreach (var group in twins)
        {
            yield return $"{string.Join(" and ", group.Select(d => d.Name.Section))} both name the provider '{group.Key.Provider}' and the client id "
                + $"'{group.Key.ClientId}'. A logout token would belong to both and could be checked by the rules of the wrong one. "
                + "Give each registration a client id of its own, or remove one.";
        }
    }

    // By whatever the registration names it, in one spelling.
    private static string Provider(RegistrationDraft draft)
    {
        var name = string.IsNullOrWhiteSpace(draft.Options.Issuer) ? draft.Options.Authority ?? draft.MetadataAddress! : draft.Options.Issuer;
        return (name.EndsWith(RegistrationDraft.WellKnown, StringComparison.Ordinal) ? name[..^RegistrationDraft.WellKnown.Length] : name).TrimEnd('/');
    }

    private static IEnumerable<string> CheckScheme(RegistrationDraft draft)
    {
        if (!draft.Name.ForCookie)
            yield break;
        var known = draft.KnownCookieSchemes.Count == 0 ? "none" : string.Join(", ", draft.KnownCookieSchemes);
        if (draft.CookieScheme is null)
        {
            yield return $"{draft.Name.Section}:CookieScheme is not set, and the application has no default cookie scheme. No session would ever end. "
                + $"Set CookieScheme to one of the application's cookie schemes ({known}), or call AddCookie.";
        }
        else if (!draft.KnownCookieSchemes.Contains(draft.CookieScheme, StringComparer.Ordinal))
        {
            yield return $"{draft.Name.Section}:CookieScheme is '{draft.CookieScheme}', which is not a cookie scheme of this application. No session "
                + $"would ever end. Set it to one of: {known}.";
        }

        if (draft.ExternalCookieScheme is { } external && !draft.KnownCookieSchemes.Contains(external, StringComparer.Ordinal))
        {
            yield return $"{draft.Name.Section}:ExternalCookieScheme is '{external}', which is not a cookie scheme of this application. Sessions would "
                + $"carry no sid, so that a logout could not find them. Set it to one of: {known}; or remove it.";
        }
        else if (draft.ExternalCookieScheme is not null && draft.ExternalCookieScheme == draft.CookieScheme)
        {
            yield return $"{draft.Name.Section}:ExternalCookieScheme and CookieScheme are both '{draft.CookieScheme}'. The external cookie only lives "
                + "between the provider and the sign-in. Set CookieScheme to the cookie that keeps people signed in.";
        }
    }

    private static IEnumerable<string> CheckProvider(RegistrationDraft draft, bool isDevelopment)
    {
        var (options, section) = (draft.Options, draft.Name.Section);
        if (string.IsNullOrWhiteSpace(options.ClientId))
        {
            yield return $"{section}:ClientId is not set, nor is OpenIdConnect:ClientId. A logout token for any client would have to be accepted. "
                + "Set one of them to the client id that the provider knows.";
        }

        if (draft.MetadataAddress is null)
        {
            yield return $"{section}:Authority is not set, nor is OpenIdConnect:Authority. The provider's keys could not be found. "
                + "Set one of them to the provider's address, for example https://login.example.com.";
            yield break;
        }

        foreach (var (name, value) in new[] { ("Authority", options.Authority), ("MetadataAddress", options.MetadataAddress) })
        {
            if (string.IsNullOrWhiteSpace(value))
                continue;
            if (!Uri.TryCreate(value, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            {
                yield return $"{section}:{name} is '{value}', which is not an absolute http or https address. The provider's keys could not be found. "
                    + "Write the whole address, for example https://login.example.com.";
            }
            else if (address.Scheme == "http" && (options.RequireHttpsMetadata ?? !isDevelopment))
            {
                yield return $"{section}:{name} is '{value}', without https. Whoever sits on the network could replace the provider's keys and sign "
                    + "anybody out, or keep anybody signed in. Use an https address; or set RequireHttpsMetadata to false for a network that you trust.";
            }
        }
    }

    private static IEnumerable<string> CheckAlgorithms(RegistrationDraft draft)
        => draft.SigningAlgorithms
            .Where(algorithm => !s_allowedAlgorithms.Contains(algorithm))
            .Select(algorithm => $"{draft.Name.Section}:SigningAlgorithms contains '{algorithm}'. With it, somebody else than the provider could make "
                + $"logout tokens, or nobody could. Use what the client registered for its ID tokens: one of {string.Join(", ", s_allowedAlgorithms)}.");

    private static IEnumerable<string> CheckDecryption(RegistrationDraft draft)
        => draft.Options.DecryptionKeys
            .Where(key => !DecryptionKey.IsUsable(key))
            .Select(key => $"{draft.Name.Section}:DecryptionKeys contains a {key.GetType().Name} that cannot decrypt. Every logout token would be refused as "
                + "encrypted for somebody else. Use RSA keys that hold their private part; or remove it, where the provider does not encrypt.");

    private static IEnumerable<string> CheckTimes(RegistrationDraft draft)
    {
        var (options, section) = (draft.Options, draft.Name.Section);
        (string Name, TimeSpan Value, TimeSpan Least, TimeSpan Most, string Otherwise)[] ranges =
        [
            (nameof(options.ClockSkew), options.ClockSkew, TimeSpan.Zero, TimeSpan.FromMinutes(5), "Expired tokens would pass, or good ones fail"),
            (nameof(options.MaxTokenAge), options.MaxTokenAge, TimeSpan.FromSeconds(10), TimeSpan.FromHours(24), "Good tokens would fail, or a stolen one would work for long"),
            (nameof(options.MaxStaleness), options.MaxStaleness, TimeSpan.Zero, TimeSpan.FromHours(24), "A signed-out session would stay usable for that long in an outage"),
            (nameof(options.KeyRefreshCooldown), options.KeyRefreshCooldown, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), "Forged tokens would make this host flood the provider, or a new key would not be found"),
        ];
        foreach (var (name, value, least, most, otherwise) in ranges)
        {
            if (value < least || value > most)
            {
                yield return $"{section}:{name} is {value}. {otherwise}. Set it between {least} and {most}; mind that a plain number counts days.";
            }
        }

        if (options.MaxTokenAge >= TimeSpan.FromSeconds(10) && options.MaxTokenAge < options.ClockSkew)
        {
            yield return $"{section}:MaxTokenAge is {options.MaxTokenAge}, less than the ClockSkew of {options.ClockSkew}. A provider whose clock is behind "
                + "by an allowed amount would be refused. Raise MaxTokenAge or lower ClockSkew.";
        }

        if (options.RevocationLifetime is { } lifetime && draft.ShortestLifetime is { } shortest && lifetime < shortest)
        {
            yield return $"{section}:RevocationLifetime is {lifetime}, but a '{draft.CookieScheme}' cookie lives {draft.CookieLife}, and may be renewed for "
                + $"MaxStaleness ({options.MaxStaleness}) plus ClockSkew ({options.ClockSkew}) by an instance that has not heard of the logout. A signed-out "
                + $"session would come back to life. Raise RevocationLifetime to {shortest} or more, remove it, or lower the cookie's ExpireTimeSpan.";
        }
        else if (draft.RevocationLifetime > TimeSpan.FromDays(3650))
        {
            yield return $"{section}: revocations would be kept for {draft.RevocationLifetime}, because a '{draft.CookieScheme}' cookie lives "
                + $"{draft.CookieLife}. Storage would only ever grow. Lower RevocationLifetime or the cookie's ExpireTimeSpan to less than ten years.";
        }
    }
}
