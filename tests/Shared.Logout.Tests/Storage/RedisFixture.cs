using TestSupport;

namespace Shared.Logout.Tests.Storage;

/// <summary>One Redis for the tests of a class that do not break it. Each test takes a prefix of its own.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    public RedisServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await RedisServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
