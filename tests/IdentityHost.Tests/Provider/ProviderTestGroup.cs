using Xunit;

namespace IdentityHost.Tests.Provider;

/// <summary>One host for all protocol tests; each test has browsers, sessions and codes of its own.</summary>
[CollectionDefinition(Name)]
public sealed class ProviderTestGroup : ICollectionFixture<ProviderHost>
{
    public const string Name = "Provider";
}
