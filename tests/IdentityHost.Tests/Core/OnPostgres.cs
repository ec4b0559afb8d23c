using Xunit;

namespace IdentityHost.Tests.Core;

[CollectionDefinition(Name)]
public sealed class OnPostgres : ICollectionFixture<PostgresCore>
{
    public const string Name = "Core on PostgreSQL";
}
