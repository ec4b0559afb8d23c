using System.Data.Common;

using IdentityHost.Data;
using IdentityHost.Diagnostics;

namespace IdentityHost.EndSession;

/// <summary>Ends sessions whose lifetime is over, through the door like every other ending, so that the clients hear of it.</summary>
internal sealed class ExpiryService(EndSessionDoor door, CleanUp cleanUp, TimeProvider time, ILogger<ExpiryService> logger) : BackgroundService
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _cleanUpInterval = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var nextCleanUp = time.GetUtcNow() + _cleanUpInterval;
        using var timer = new PeriodicTimer(_interval, time);
        do
        {
            try
            {
                while ((await door.EndExpiredAsync(stoppingToken)).EndedSids.Count > 0)
                    stoppingToken.ThrowIfCancellationRequested();
                if (time.GetUtcNow() < nextCleanUp)
                    continue;
                nextCleanUp = time.GetUtcNow() + _cleanUpInterval;
                await cleanUp.RunAsync(stoppingToken);
            }
            catch (Exception ex) when (ex is DbException or InvalidOperationException or IOException or TimeoutException)
            {
                CoreLog.ExpiryFailed(logger, ex);   // the database is away; the next round does what this one could not
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
