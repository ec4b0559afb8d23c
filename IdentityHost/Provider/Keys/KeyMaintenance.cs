using System.Data.Common;

using IdentityHost.Diagnostics;

using Microsoft.Extensions.Options;

namespace IdentityHost.Provider.Keys;

/// <summary>Keeps the keys fresh, so that no request ever waits for a rotation.</summary>
internal sealed class KeyMaintenance(SigningKeys keys, IOptions<ProviderOptions> options, TimeProvider time, ILogger<KeyMaintenance> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.KeyRefresh, time);
        do
        {
            try
            {
                await keys.RefreshAsync(stoppingToken);
            }
            catch (DbException outage)      // the keys in memory go on; the next round tries again
            {
                logger.ProviderDatabaseFailed(outage);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
