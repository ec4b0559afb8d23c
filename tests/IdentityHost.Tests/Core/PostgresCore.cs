using TestSupport;

namespace IdentityHost.Tests.Core;

public sealed class PostgresCore : CoreHost
{
    private PostgresServer? _server;

    internal PostgresServer Postgres => _server!;

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
