using System.Data.Common;

using Microsoft.Data.Sqlite;

namespace IdentityHost.Tests.Outbox;

public sealed class CrashOnSqliteTests : CrashContract
{
    private string _file = "";

    protected override Task<string?> PrepareAsync(string directory)
    {
        SQLitePCL.Batteries_V2.Init();
        _file = Path.Combine(directory, "identity.db");
        return Task.FromResult<string?>(null);
    }

    protected override async Task<DbConnection> OpenAsync()
    {
        var connection = new SqliteConnection($"Data Source={_file};Pooling=false");
        await connection.OpenAsync();
        return connection;
    }
}
