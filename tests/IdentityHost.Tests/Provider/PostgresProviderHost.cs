using TestSupport;

namespace IdentityHost.Tests.Provider;

/// <summary>The same host, on PostgreSQL.</summary>
public sealed class PostgresProviderHost : ProviderHost
{
    private PostgresServer? _server;

    internal Task<string> AnotherDatabaseAsync() => _server!.NewDatabaseAsync();

    protected override async Task<string?> NewDatabaseAsync()
    {
        _server = await PostgresServer.StartAsync();
        return await _server.NewDatabaseAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
