using Npgsql;

namespace IdentityHost.Data;

/// <summary>The schema is ready before anything else starts: data protection and signing keys live in it.</summary>
internal sealed class DatabaseStartup(Migrator migrator) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await migrator.MigrateAsync(cancellationToken);
        }
        catch (NpgsqlException ex)
        {
            throw new StartupException(
                $"The database that ConnectionStrings:Identity names cannot be used: {ex.Message} Check host, port, database, user and password, " +
                "or remove the setting to use SQLite in DataDirectory.", ex);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
