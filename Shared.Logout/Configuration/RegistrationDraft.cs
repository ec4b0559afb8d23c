using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Shared.Logout.Configuration;

/// <summary>One registration with its defaults filled in and not yet checked.</summary>
internal sealed record RegistrationDraft(RegistrationName Name, BackChannelLogoutOptions Options)
{
    public const string WellKnown = "/.well-known/openid-configuration";

    public string? CookieScheme { get; private init; }

    public string? ExternalCookieScheme { get; private init; }

    /// <summary>The names of all cookie schemes, for a message that helps.</summary>
    public required IReadOnlyList<string> KnownCookieSchemes { get; init; }

    /// <summary>How long one issued cookie lives, or null where the scheme is unknown.</summary>
    public TimeSpan? CookieLife { get; private init; }

    public string? MetadataAddress { get; private init; }

    public required IReadOnlyCollection<string> SigningAlgorithms { get; init; }

    /// <summary>
    /// The shortest safe life of a revocation: an ended session is never renewed by an instance that knows of the end, and every instance
    /// knows within <see cref="BackChannelLogoutOptions.MaxStaleness"/>. So the last cookie was issued by then, and lives one cookie life.
    /// </summary>
    public TimeSpan? ShortestLifetime => CookieLife is { } life ? life + Options.MaxStaleness + Options.ClockSkew : null;

    public TimeSpan RevocationLifetime => Options.RevocationLifetime ?? (Name.ForApi && !(ShortestLifetime > s_apiLifetime) ? s_apiLifetime : ShortestLifetime ?? TimeSpan.Zero);

    // Longer than access tokens live; one that is older than this is refused, because nobody can tell whether its session was ended.
    private static readonly TimeSpan s_apiLifetime = TimeSpan.FromDays(1);

    public static RegistrationDraft Create(
        RegistrationName name, BackChannelLogoutOptions options, AuthenticationOptions authentication, Func<string, CookieAuthenticationOptions> cookies)
    {
        // An API has bearer tokens and no cookie.
        var scheme = name.ForCookie ? CookieSchemes.Session(authentication, options) : null;
        return new RegistrationDraft(name, options)
        {
            CookieScheme = scheme,
            ExternalCookieScheme = name.ForCookie ? CookieSchemes.External(authentication, options) : null,
            KnownCookieSchemes = [.. authentication.Schemes.Select(s => s.Name).Where(s => CookieSchemes.IsCookie(authentication, s))],
            CookieLife = CookieSchemes.IsCookie(authentication, scheme) ? cookies(scheme!).ExpireTimeSpan : null,
            MetadataAddress = string.IsNullOrWhiteSpace(options.MetadataAddress)
                ? options.Authority is { Length: > 0 } authority ? $"{authority.TrimEnd('/')}{WellKnown}" : null
                : options.MetadataAddress,
            SigningAlgorithms = options.SigningAlgorithms.Count == 0 ? ["RS256"] : [.. options.SigningAlgorithms],
        };
    }
}
