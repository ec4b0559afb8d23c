namespace IdentityHost.Tests.Core;

public sealed class SqliteCore : CoreHost
{
    protected override Task<string?> NewDatabaseAsync() => Task.FromResult<string?>(null);

    protected override Task CloseDatabaseAsync() => Task.CompletedTask;
}
