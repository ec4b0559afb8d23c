using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using MyApp;
using Shared.Logout.Contract;
using TestSupport;

namespace Shared.Logout.Tests.Storage;

/// <summary>The store that docs/stores.md writes passes the contract, and is what stands there.</summary>
public sealed class SqlRevocationStoreTests : AtomicStoreContract, IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("sql-").FullName;

    public SqlRevocationStoreTests()
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = Connect();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = SqlRevocationStore.Schema;
        command.ExecuteNonQuery();
        Store = new SqlRevocationStore(Connect, TimeProvider.System);
    }

    protected override IRevocationStore Store { get; }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Two_instances_share_it_and_a_loss_is_healed()
    {
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        var keys = Instance.NewKeys(20);
        foreach (var key in keys)
            await first.RecordAsync(key);
        await Until.IsTrueAsync(() => second.Holds(keys));

        Run("DELETE FROM revocations");
        await using var third = await StartAsync();
        await Until.IsTrueAsync(() => third.Holds(keys));
    }

    [Fact]
    public void The_page_shows_this_very_store()
    {
        var sample = File.ReadAllText(Path.Combine(Repository.Root, "tests", "Shared.Logout.Tests", "Storage", "Samples", "SqlRevocationStore.cs"));
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "stores.md"));
        Assert.Contains($"```csharp\n{sample}```", page.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private Task<Instance> StartAsync()
        => Instance.StartAsync("", services: services => services.AddSingleton<IRevocationStore>(new SqlRevocationStore(Connect, TimeProvider.System)));

    private SqliteConnection Connect() => new($"Data Source={Path.Combine(_directory, "revocations.db")};Default Timeout=30");

    private void Run(string statement)
    {
        using var connection = Connect();
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}
