using Federation.Tests.Processes;

namespace Federation.Tests.FullServerLogout;

/// <summary>The classes that share the four applications and one Chromium, one after the other. Each test leaves people and applications as they were.</summary>
[CollectionDefinition(Name)]
public sealed class OneFullServer : ICollectionFixture<FullServer>, ICollectionFixture<BrowserFixture>
{
    public const string Name = "Full server";
}
