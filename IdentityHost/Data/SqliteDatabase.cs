using System.Data.Common;

using IdentityHost.Configuration;

using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace IdentityHost.Data;

/// <summary>One file, readable by this user only; write-ahead log; every commit reaches the disk before it returns.</summary>
internal sealed class SqliteDatabase : IDatabase, IAsyncDisposable
{
    private readonly string _path;
    private readonly string _readers;
    private readonly SqliteWriter _writer;

    public SqliteDatabase(IOptions<IdentityHostOptions> options, IHostEnvironment environment)
    {
        SQLitePCL.Batteries_V2.Init();
        _path = Path.Combine(PrivateDirectory.Create(options.Value, environment), "identity.db");
        _readers = new SqliteConnectionStringBuilder { DataSource = _path, Mode = SqliteOpenMode.ReadOnly, ForeignKeys = true }.ToString();
        _writer = new SqliteWriter(OpenWriter);
    }

    public string SkipLocked => "";

    public string ByIndex => "";

    public bool IsShared => false;

    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        await _writer.OpenedAsync();    // a reader cannot make the file or its write-ahead log
        var connection = new SqliteConnection(_readers);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    public Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> work, CancellationToken cancellationToken)
        => _writer.EnqueueAsync(work, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        using var connection = new SqliteConnection(_readers);
        SqliteConnection.ClearPool(connection);
    }

    private SqliteConnection OpenWriter()
    {
        PrivateDirectory.CreateFile(_path);
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = _path, ForeignKeys = true, Pooling = false, DefaultTimeout = 30 }.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            // FULL: in WAL mode the log is flushed at every commit, so that no acknowledged logout is lost with the power.
            command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32768;";
            command.ExecuteNonQuery();
            return connection;
        }
        catch (SqliteException ex)
        {
            connection.Dispose();
            throw new StartupException(
                $"The database '{_path}' cannot be opened: {ex.Message} Give this process write access to DataDirectory and check that the file is a " +
                "SQLite database, or set ConnectionStrings:Identity to use PostgreSQL.", ex);
        }
    }
}
