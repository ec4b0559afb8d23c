using Xunit;

namespace IdentityHost.Tests.Core;

[CollectionDefinition(Name)]
public sealed class OnSqlite : ICollectionFixture<SqliteCore>
{
    public const string Name = "Core on SQLite";
}
