using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shared.Logout.Sessions;

namespace Shared.Logout.Configuration;

/// <summary>Puts our events and our ticket store in front of the application's, last of all, and refuses to start where somebody came later.</summary>
/// <remarks>The guard is asked for lazily: it reads registrations, which read these very options.</remarks>
internal sealed class ConfigureCookieOptions(
    IEnumerable<RegistrationName> names,
    IOptionsMonitor<BackChannelLogoutOptions> options,
    IOptions<AuthenticationOptions> authentication,
    IServiceProvider services) : IPostConfigureOptions<CookieAuthenticationOptions>, IValidateOptions<CookieAuthenticationOptions>
{
    public void PostConfigure(string? name, CookieAuthenticationOptions cookie)
    {
        if (!IsGuarded(name) || cookie.Events is CookieEventHandler)
            return;
        // A type wins over an instance, as in the cookie handler itself.
        cookie.Events = new CookieEventHandler(cookie.Events, cookie.EventsType);
        cookie.EventsType = null;
        if (cookie.SessionStore is { } store)
            cookie.SessionStore = new TicketStoreGuard(store, name!, new(services.GetRequiredService<SessionGuard>));
    }

    public ValidateOptionsResult Validate(string? name, CookieAuthenticationOptions cookie)
    {
        if (!IsGuarded(name))
            return ValidateOptionsResult.Skip;
        var replaced = cookie.EventsType is { } type ? $"EventsType ({type.Name})"
            : cookie.Events is not CookieEventHandler ? $"Events ({cookie.Events?.GetType().Name ?? "null"})"
            : cookie.SessionStore is not (null or TicketStoreGuard) ? $"SessionStore ({cookie.SessionStore.GetType().Name})"
            : null;
        return replaced is null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{replaced} of the cookie scheme '{name}' was replaced after AddBackChannelLogout had taken its place. Signed-out sessions would stay "
                + "signed in. Set it with Configure, ConfigureApplicationCookie or AddCookie; or register the PostConfigure before AddBackChannelLogout.");
    }

    private bool IsGuarded(string? scheme)
        => scheme is not null && names.Any(name => name.ForCookie && CookieSchemes.Session(authentication.Value, options.Get(name.Value)) == scheme);
}
