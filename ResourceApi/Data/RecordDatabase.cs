using System.Data.Common;

using Dapper;

using Microsoft.Data.Sqlite;

using Npgsql;

namespace ResourceApi.Data;

/// <summary>SQLite under <c>DataDirectory</c>, or PostgreSQL with <c>ConnectionStrings:Records</c>.</summary>
internal sealed class RecordDatabase : IHostedService
{
    // Both databases understand this; times are Unix milliseconds.
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS records (
            id          TEXT   NOT NULL PRIMARY KEY,
            name        TEXT   NOT NULL,
            description TEXT   NULL,
            changed_at  BIGINT NOT NULL,
            changed_by  TEXT   NOT NULL
        );
        CREATE INDEX IF NOT EXISTS records_by_time ON records (changed_at);
        """;

    private const string Sample = """
        INSERT INTO records (id, name, description, changed_at, changed_by)
        SELECT @id, @name, @description, @at, 'sample' WHERE NOT EXISTS (SELECT 1 FROM records WHERE id = @id)
        """;

    private const long AdvisoryLock = 0x52_65_63_6F_72_64_73;   // any number, the same in every instance

    private readonly string _connectionString;
    private readonly bool _postgres;
    private readonly bool _samples;
    private readonly TimeProvider _time;

    public RecordDatabase(IConfiguration configuration, IHostEnvironment environment, TimeProvider time)
    {
        _time = time;
        _samples = environment.IsDevelopment();
        if (configuration.GetConnectionString("Records") is { Length: > 0 } postgres)
        {
            (_connectionString, _postgres) = (postgres, true);
            return;
        }

        var directory = Path.Combine(environment.ContentRootPath, configuration["DataDirectory"] ?? "App_Data");
        Directory.CreateDirectory(directory);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = Path.Combine(directory, "records.db"), DefaultTimeout = 30 }.ToString();
    }

    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        DbConnection connection = _postgres ? new NpgsqlConnection(_connectionString) : new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        if (!_postgres)
            await connection.ExecuteAsync("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (_postgres)      // instances that start together take turns: IF NOT EXISTS alone does not keep them apart
            await connection.ExecuteAsync(new CommandDefinition("SELECT pg_advisory_xact_lock(@AdvisoryLock)", new { AdvisoryLock }, transaction, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(Schema, transaction: transaction, cancellationToken: cancellationToken));
        if (_samples)
            await AddSamplesAsync(connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task AddSamplesAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        if (await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM records", transaction: transaction) > 0)
            return;
        (string Id, string Name, string Description)[] samples =
        [
            ("018f0000-0000-7000-8000-000000000001", "Door opened", "The north door was opened with a badge."),
            ("018f0000-0000-7000-8000-000000000002", "Temperature high", "The server room reached 31 degrees."),
            ("018f0000-0000-7000-8000-000000000003", "Backup finished", "The nightly backup took 12 minutes."),
        ];
        foreach (var (id, name, description) in samples)
        {
            var at = _time.GetUtcNow().ToUnixTimeMilliseconds();
            await connection.ExecuteAsync(new CommandDefinition(Sample, new { id, name, description, at }, transaction, cancellationToken: cancellationToken));
        }
    }
}
