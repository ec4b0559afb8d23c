using System.Data.Common;

using IdentityHost.Tests.Core;

using Npgsql;

using Xunit;

namespace IdentityHost.Tests.Outbox;

[Collection(OnPostgres.Name)]
public sealed class CrashOnPostgresTests(PostgresCore host) : CrashContract
{
    private string _database = "";

    protected override async Task<string?> PrepareAsync(string directory) => _database = await host.Postgres.NewDatabaseAsync() + ";Pooling=false";

    protected override async Task<DbConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync();
        return connection;
    }
}
