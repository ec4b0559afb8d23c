using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace Shared.Logout.Sessions;

/// <summary>
/// Stands in front of the application's ticket store, so that a renewal which a logout has overtaken does not write the session back:
/// stores create what they are asked to renew, and the cookie handler asks at the end of the response.
/// </summary>
internal sealed class TicketStoreGuard(ITicketStore inner, string scheme, Lazy<SessionGuard> guard) : ITicketStore
{
    private static readonly object s_signIn = new();

    /// <summary>From here on, this request writes a new session, possibly under the key of the one before it.</summary>
    public static void MarkSignIn(HttpContext http) => http.Items[s_signIn] = s_signIn;

    public Task<string> StoreAsync(AuthenticationTicket ticket) => inner.StoreAsync(ticket);

    public Task<string> StoreAsync(AuthenticationTicket ticket, CancellationToken cancellationToken) => inner.StoreAsync(ticket, cancellationToken);

    public Task<string> StoreAsync(AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken)
        => inner.StoreAsync(ticket, httpContext, cancellationToken);

    public Task<AuthenticationTicket?> RetrieveAsync(string key) => inner.RetrieveAsync(key);

    public Task<AuthenticationTicket?> RetrieveAsync(string key, CancellationToken cancellationToken) => inner.RetrieveAsync(key, cancellationToken);

    public Task<AuthenticationTicket?> RetrieveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken)
        => inner.RetrieveAsync(key, httpContext, cancellationToken);

    public Task RemoveAsync(string key) => inner.RemoveAsync(key);

    public Task RemoveAsync(string key, CancellationToken cancellationToken) => inner.RemoveAsync(key, cancellationToken);

    public Task RemoveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken)
        => inner.RemoveAsync(key, httpContext, cancellationToken);

    public Task RenewAsync(string key, AuthenticationTicket ticket) => RenewAsync(key, ticket, CancellationToken.None);

    public async Task RenewAsync(string key, AuthenticationTicket ticket, CancellationToken cancellationToken)
    {
        if (!await IsLiveAsync(ticket, cancellationToken))
            await inner.RemoveAsync(key, cancellationToken);
        else if (await inner.RetrieveAsync(key, cancellationToken) is not null)
            await inner.RenewAsync(key, ticket, cancellationToken);
    }

    public async Task RenewAsync(string key, AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken)
    {
        // A sign-in decides for itself; its ticket is stamped, and dead if the logout was first.
        if (httpContext.Items.ContainsKey(s_signIn))
            await inner.RenewAsync(key, ticket, httpContext, cancellationToken);
        else if (!await IsLiveAsync(ticket, cancellationToken))
            await inner.RemoveAsync(key, httpContext, cancellationToken);
        else if (await inner.RetrieveAsync(key, httpContext, cancellationToken) is not null)
            await inner.RenewAsync(key, ticket, httpContext, cancellationToken);
    }

    // Not known counts as live here: the ticket stays what it is, and the next request asks again.
    private async ValueTask<bool> IsLiveAsync(AuthenticationTicket ticket, CancellationToken cancellationToken)
        => await guard.Value.CheckAsync(scheme, ticket.Principal, ticket.Properties, cancellationToken) is not SessionVerdict.Revoked;
}
