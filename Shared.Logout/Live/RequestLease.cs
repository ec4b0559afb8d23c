using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shared.Logout.Sessions;

namespace Shared.Logout.Live;

/// <summary>The token of one request, kept among its features so that everything in the request shares it.</summary>
internal sealed class RequestLease : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private LiveLease? _lease;
    private CancellationTokenRegistration _registration;
    private bool _disposed;

    public CancellationToken Ended => _ended.Token;

    public static RequestLease For(HttpContext http)
    {
        if (http.Features.Get<RequestLease>() is { } known)
            return known;
        var lease = new RequestLease();
        http.Features.Set(lease);
        http.Response.RegisterForDispose(lease);
        if (http.Features.Get<EndedSession>()?.Kind is RejectionKind.SignedOut or RejectionKind.SignedOutDuringSignIn)
            lease._ended.Cancel();
        else
            lease.Starting = lease.StartAsync(http);
        return lease;
    }

    /// <summary>Completed already, unless the request was not authenticated before or the store had to be asked.</summary>
    public Task Starting { get; private set; } = Task.CompletedTask;

    public void Dispose()
    {
        lock (_ended)
        {
            _disposed = true;
            _registration.Unregister();
            _lease?.Dispose();
        }
    }

    private async Task StartAsync(HttpContext http)
    {
        var services = http.RequestServices;
        try
        {
            if (await services.GetRequiredService<RequestSession>().FindAsync(http) is not { } session)
                return;
            var lease = await services.GetRequiredService<LiveSessions>().HoldAsync(session, http.RequestAborted);
            lock (_ended)
            {
                if (_disposed)
                    lease.Dispose();
                else
                    (_lease, _registration) = (lease, lease.Ended.UnsafeRegister(static it => ((RequestLease)it!)._ended.Cancel(), this));
            }
        }
        catch (OperationCanceledException)
        {
            // The request is gone, and whatever waits for its session with it.
        }
    }
}
