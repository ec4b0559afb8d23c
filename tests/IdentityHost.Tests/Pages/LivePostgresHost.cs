using TestSupport;

namespace IdentityHost.Tests.Pages;

/// <summary>The same on PostgreSQL.</summary>
public sealed class LivePostgresHost : LiveHost
{
    private PostgresServer? _server;

    protected override async Task<string?> NewDatabaseAsync()
    {
        _server = await PostgresServer.StartAsync();
        return await _server.NewDatabaseAsync();
    }

    protected override async Task CloseDatabaseAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
