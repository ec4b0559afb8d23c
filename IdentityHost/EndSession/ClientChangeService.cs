using System.Data.Common;
using System.Threading.Channels;

using Dapper;

using IdentityHost.Configuration;
using IdentityHost.Data;
using IdentityHost.Delivery;
using IdentityHost.Diagnostics;

namespace IdentityHost.EndSession;

/// <summary>Notices, at start and when the configuration changes, clients that were disabled or removed while sessions with them live.</summary>
internal sealed class ClientChangeService(
    ClientDirectory directory, ClientTargets targets, IDatabase database, IEndSession door, TimeProvider time, ILogger<ClientChangeService> logger)
    : BackgroundService
{
    private static readonly TimeSpan _retryAfter = TimeSpan.FromSeconds(15);

    /// <summary>Editors replace a file in several steps; a client that is missing in one of them has not been removed.</summary>
    private static readonly TimeSpan _settled = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        void Changed() => _changes.Writer.TryWrite(true);
        directory.Changed += Changed;
        try
        {
            await CompareUntilDoneAsync(stoppingToken);
            await foreach (var _ in _changes.Reader.ReadAllAsync(stoppingToken))
            {
                await Task.Delay(_settled, time, stoppingToken);
                await CompareUntilDoneAsync(stoppingToken);
            }
        }
        finally
        {
            directory.Changed -= Changed;
        }
    }

    private async Task CompareUntilDoneAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                foreach (var clientId in await targets.RememberAsync(cancellationToken))
                    if (await TakesPartAsync(clientId, cancellationToken))
                        await door.EndAsync(new EndSessionRequest(EndReason.ClientDisabled) { ClientId = clientId }, cancellationToken);
                return;
            }
            catch (DbException ex)
            {
                CoreLog.ClientChangeFailed(logger, ex);
                await Task.Delay(_retryAfter, time, cancellationToken);
            }
        }
    }

    private async Task<bool> TakesPartAsync(string clientId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<int?>(
            """
            SELECT 1 WHERE EXISTS (SELECT 1 FROM participants p JOIN sessions s ON s.sid = p.sid WHERE p.client_id = @clientId AND s.ended_at IS NULL)
                OR EXISTS (SELECT 1 FROM grants WHERE client_id = @clientId AND revoked_at IS NULL)
            """, new { clientId }) is not null;
    }
}
