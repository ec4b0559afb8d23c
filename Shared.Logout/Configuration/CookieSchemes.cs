using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Shared.Logout.Configuration;

/// <summary>Which cookie carries the sessions of a registration, and which one carries the external sign-in before it.</summary>
internal static class CookieSchemes
{
    /// <summary>The cookie scheme, or null where nobody named one and none can be told from the defaults.</summary>
    public static string? Session(AuthenticationOptions authentication, BackChannelLogoutOptions options)
    {
        if (!string.IsNullOrWhiteSpace(options.CookieScheme))
            return options.CookieScheme;
        // ASP.NET Core Identity authenticates with one cookie and lets providers sign in to another; the first one is the session.
        string?[] candidates = [authentication.DefaultAuthenticateScheme, authentication.DefaultScheme, authentication.DefaultSignInScheme];
        if (candidates.FirstOrDefault(scheme => IsCookie(authentication, scheme)) is { } byDefault)
            return byDefault;
        var cookies = authentication.Schemes.Where(scheme => IsCookie(authentication, scheme.Name)).Take(2).ToList();
        return cookies.Count == 1 ? cookies[0].Name : null;
    }

    /// <summary>The external cookie scheme, or null where sign-ins go straight to the session's cookie.</summary>
    public static string? External(AuthenticationOptions authentication, BackChannelLogoutOptions options)
    {
        if (!string.IsNullOrWhiteSpace(options.ExternalCookieScheme))
            return options.ExternalCookieScheme;
        var signIn = authentication.DefaultSignInScheme;
        return signIn != Session(authentication, options) && IsCookie(authentication, signIn) && IsIdentityExternal(signIn) ? signIn : null;
    }

    public static bool IsCookie(AuthenticationOptions authentication, string? scheme)
        => scheme is not null
        && authentication.SchemeMap.TryGetValue(scheme, out var builder)
        && typeof(CookieAuthenticationHandler).IsAssignableFrom(builder.HandlerType);

    // Only the name that ASP.NET Core Identity uses is guessed; every other split of cookies is stated by the app.
    private static bool IsIdentityExternal(string? scheme) => scheme == "Identity.External";
}
