using Microsoft.AspNetCore.SignalR;

namespace Shared.Logout.Live;

/// <summary>Aborts a hub connection when its session ends, on every transport.</summary>
internal sealed class SessionEndHubFilter(RequestSession requests, LiveSessions sessions) : IHubFilter
{
    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        // Not the request's own token: with long polling, the request that connected is over long before the connection is.
        if (context.Context.GetHttpContext() is { } http && await requests.FindAsync(http) is { } session)
        {
            var lease = await sessions.HoldAsync(session, context.Context.ConnectionAborted);
            var connection = context.Context;
            var registration = lease.Ended.UnsafeRegister(static it => ((HubCallerContext)it!).Abort(), connection);
            connection.ConnectionAborted.UnsafeRegister(
                static it =>
                {
                    var (lease, registration) = ((LiveLease, CancellationTokenRegistration))it!;
                    registration.Unregister();
                    lease.Dispose();
                },
                (lease, registration));
        }

        await next(context);
    }
}
