using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shared.Logout.Live;

namespace Shared.Logout.Sessions;

/// <summary>
/// Stands in front of the application's own cookie events, whichever way they were given: delegates, a subclass, or a type from the container.
/// Each runs first and unchanged; what they leave signed in is then checked.
/// </summary>
internal sealed class CookieEventHandler : CookieAuthenticationEvents
{
    private readonly CookieAuthenticationEvents _instance;
    private readonly Type? _type;

    public CookieEventHandler(CookieAuthenticationEvents? instance, Type? type)
    {
        (_instance, _type) = (instance ?? new CookieAuthenticationEvents(), type);
        // Through the delegates, so that code which replaces one of them later still replaces the application's own and not ours.
        OnValidatePrincipal = context => Inner(context.HttpContext).ValidatePrincipal(context);
        OnCheckSlidingExpiration = context => Inner(context.HttpContext).CheckSlidingExpiration(context);
        OnSigningIn = context => Inner(context.HttpContext).SigningIn(context);
        OnSignedIn = context => Inner(context.HttpContext).SignedIn(context);
        OnSigningOut = context => Inner(context.HttpContext).SigningOut(context);
        OnRedirectToLogin = context => Inner(context.HttpContext).RedirectToLogin(context);
        OnRedirectToLogout = context => Inner(context.HttpContext).RedirectToLogout(context);
        OnRedirectToAccessDenied = context => Inner(context.HttpContext).RedirectToAccessDenied(context);
        OnRedirectToReturnUrl = context => Inner(context.HttpContext).RedirectToReturnUrl(context);
    }

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        await base.ValidatePrincipal(context);
        if (context.Principal is not null)
            await Rejection(context.HttpContext).ValidateAsync(context);
    }

    public override async Task CheckSlidingExpiration(CookieSlidingExpirationContext context)
    {
        await base.CheckSlidingExpiration(context);
        if (context.ShouldRenew)
            context.ShouldRenew = IsActivity(context.HttpContext) && await Rejection(context.HttpContext).MayRenewAsync(context);
    }

    public override async Task SigningIn(CookieSigningInContext context)
    {
        await base.SigningIn(context);
        await context.HttpContext.RequestServices.GetRequiredService<SignInStamper>().StampAsync(context);
        TicketStoreGuard.MarkSignIn(context.HttpContext);
    }

    private static SessionRejection Rejection(HttpContext http) => http.RequestServices.GetRequiredService<SessionRejection>();

    private static bool IsActivity(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<NoActivity>() is null;

    private CookieAuthenticationEvents Inner(HttpContext http)
    {
        if (_type is null)
            return _instance;
        // One per request, as without us: a transient type may keep something from one event to the next.
        if (http.Items.TryGetValue(this, out var known) && known is CookieAuthenticationEvents events)
            return events;
        events = (CookieAuthenticationEvents)http.RequestServices.GetRequiredService(_type);
        http.Items[this] = events;
        return events;
    }
}
