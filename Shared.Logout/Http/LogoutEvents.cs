using Microsoft.Extensions.Logging;
using Shared.Logout.Configuration;
using Shared.Logout.Diagnostics;
using Shared.Logout.Tokens;

namespace Shared.Logout.Http;

/// <summary>Calls the application's handlers, which cannot change what happened.</summary>
internal sealed class LogoutEvents(ILogger<BackChannelLogoutEvents> logger)
{
    public Task RecordedAsync(LogoutRegistration registration, LogoutToken token, CancellationToken cancellationToken)
        => CallAsync(registration.Events.OnLogoutRecorded, token, nameof(BackChannelLogoutEvents.OnLogoutRecorded), cancellationToken);

    /// <summary>Only where issuer and audience named a registration: nobody else has asked to know.</summary>
    public Task RefusedAsync(LogoutTokenResult result, CancellationToken cancellationToken)
        => result.Registration is { } registration
            ? CallAsync(registration.Events.OnLogoutRefused, result.Error, nameof(BackChannelLogoutEvents.OnLogoutRefused), cancellationToken)
            : Task.CompletedTask;

    private async Task CallAsync<T>(Func<T, CancellationToken, Task> handler, T argument, string name, CancellationToken cancellationToken)
    {
        try
        {
            await handler(argument, cancellationToken);
        }
        catch (Exception e)
        {
            logger.EventHandlerFailed(e, name);
        }
    }
}
