using IdentityHost.Tests.Core;

using Xunit;

namespace IdentityHost.Tests.People;

/// <summary>Dozens of passwords are checked at once: nobody else gets a thread meanwhile, so these tests run by themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Guessers : ICollectionFixture<SqliteCore>
{
    public const string Name = "Guessers";
}
