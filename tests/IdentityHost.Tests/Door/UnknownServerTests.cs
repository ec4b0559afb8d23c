using System.Data.Common;

using IdentityHost.Data;

using Npgsql;

using Xunit;

namespace IdentityHost.Tests.Door;

public sealed class UnknownServerTests
{
    /// <summary>Npgsql lets the socket's own exception through; everything that waits for an outage to end knows the database's.</summary>
    [Fact]
    public async Task A_server_whose_name_is_not_known_is_an_outage_like_any_other()
    {
        await using var database = new PostgresDatabase(NpgsqlDataSource.Create("Host=nowhere.invalid;Database=x;Username=x"), TimeProvider.System);

        await Assert.ThrowsAnyAsync<DbException>(() => database.OpenAsync(default));
        await Assert.ThrowsAnyAsync<DbException>(() => database.WriteAsync((_, _) => Task.FromResult(0), default));
    }
}
