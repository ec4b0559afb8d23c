using Xunit;

namespace IdentityHost.Tests.Provider;

[CollectionDefinition(Name)]
public sealed class PostgresProviderGroup : ICollectionFixture<PostgresProviderHost>
{
    public const string Name = "Provider on PostgreSQL";
}
