using System.Data.Common;

using Dapper;

using IdentityHost.Data;

namespace IdentityHost.Diagnostics;

/// <summary>Counts the outbox now and then for metrics and health; asking for either costs nothing.</summary>
internal sealed class DeliveryStatistics(IDatabase database, DeliveryMetrics metrics, TimeProvider time, ILogger<DeliveryStatistics> logger) : BackgroundService
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, time);
        do
        {
            try
            {
                metrics.Numbers = await CountAsync(stoppingToken);
            }
            catch (DbException ex)
            {
                DeliveryLog.StatisticsUnreadable(logger, ex);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<DeliveryNumbers> CountAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = (await connection.QueryAsync<(string State, string ClientId, long Number)>(
            "SELECT state, client_id, COUNT(*) FROM deliveries WHERE state IN ('pending', 'dead') GROUP BY state, client_id")).ToLookup(row => row.State);
        var oldest = await connection.ExecuteScalarAsync<long?>("SELECT MIN(ended_at) FROM deliveries WHERE state = 'pending'");
        return new DeliveryNumbers(
            rows["pending"].ToDictionary(row => row.ClientId, row => row.Number), rows["dead"].ToDictionary(row => row.ClientId, row => row.Number),
            oldest is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null);
    }
}
