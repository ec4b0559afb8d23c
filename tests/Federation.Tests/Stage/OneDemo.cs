using Federation.Tests.Processes;

namespace Federation.Tests.Stage;

/// <summary>The classes that share one running demo and one Chromium, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OneDemo : ICollectionFixture<RunningDemo>, ICollectionFixture<BrowserFixture>
{
    public const string Name = "Running demo";
}
