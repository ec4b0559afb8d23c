using System.Net.WebSockets;
using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using Shared.Logout;
using Shared.Logout.Live;
using Shared.Logout.Sessions;

namespace Microsoft.AspNetCore.Http;

/// <summary>Asks whether a request's session goes on: lets long requests and sockets end with it, and APIs refuse its access tokens.</summary>
public static class BackChannelLogoutHttpContextExtensions
{
    /// <summary>
    /// Returns a token that fires when the session of this request is signed out, whichever instance received the logout. Pass it to whatever takes
    /// long: a download, a stream, a wait. It never fires for a request without a session, and has fired already for one whose session is over.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <exception cref="InvalidOperationException"><c>AddBackChannelLogout</c> was not called.</exception>
    public static CancellationToken SessionEnded(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.RequestServices.GetService<RequestSession>() is null)
            throw new InvalidOperationException("SessionEnded finds no session to watch. Call AddBackChannelLogout on the authentication builder first.");
        return RequestLease.For(context).Ended;
    }

    /// <summary>
    /// Closes <paramref name="socket"/> with status 1008 and the reason <c>session-ended</c> when the session of this request is signed out, and aborts
    /// it where the other side does not answer the close within five seconds.
    /// </summary>
    /// <param name="context">The request that was upgraded.</param>
    /// <param name="socket">The accepted socket.</param>
    /// <returns>Stops watching when disposed; the end of the request does so too.</returns>
    /// <exception cref="InvalidOperationException"><c>AddBackChannelLogout</c> was not called.</exception>
    public static IDisposable CloseWhenSessionEnds(this HttpContext context, WebSocket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        var time = context.SessionEnded() is var ended ? context.RequestServices.GetRequiredService<TimeProvider>() : TimeProvider.System;
        return ended.UnsafeRegister(_ => SocketEnd.Begin(socket, time), null);
    }

    /// <summary>
    /// Tells whether the session behind an access token was signed out: by <c>sid</c>, or by <c>sub</c> where the token was issued at or before the
    /// logout. Answers from memory. Call it when the token is otherwise valid, for example in <c>JwtBearerEvents.OnTokenValidated</c>.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="accessToken">The token's claims; <c>iss</c>, <c>client_id</c>, <c>sid</c>, <c>sub</c> and <c>iat</c> are read under these names.</param>
    /// <returns>
    /// Revoked: refuse with 401. Unknown: an outage under <see cref="OutagePolicy.Refuse"/>; refuse with 503. Live: go on, also where the token
    /// belongs to no session.
    /// </returns>
    /// <exception cref="InvalidOperationException"><c>AddBackChannelLogoutForApi</c> was not called.</exception>
    public static ValueTask<SessionVerdict> CheckSessionAsync(this HttpContext context, ClaimsPrincipal accessToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(accessToken);
        return context.RequestServices.GetRequiredService<BearerGuard>().CheckAsync(context, accessToken);
    }
}
