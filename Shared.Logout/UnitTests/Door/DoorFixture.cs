namespace Shared.Logout.UnitTests.Door;

/// <summary>One host with default options for all tests of a class.</summary>
public sealed class DoorFixture : IAsyncLifetime
{
    internal DoorHost Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await DoorHost.StartAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();
}
