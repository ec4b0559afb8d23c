using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Shared.Logout.Configuration;

/// <summary>Resolves and checks every registration before the host listens, so that a wrong setting never reaches a person.</summary>
internal sealed class StartupCheck(
    ILogoutRegistrations registrations, IOptionsMonitor<CookieAuthenticationOptions> cookies) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var registration in registrations.All.Where(registration => registration.ForCookie))
        {
            // Building them validates them, last of all that our events are still in place.
            _ = cookies.Get(registration.CookieScheme);
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
