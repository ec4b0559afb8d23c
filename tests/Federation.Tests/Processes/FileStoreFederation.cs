namespace Federation.Tests.Processes;

/// <summary>The federation as it runs when nothing is configured: SQLite and files.</summary>
public sealed class FileStoreFederation : IAsyncLifetime
{
    public RealFederation Apps { get; } = new();

    public Task InitializeAsync() => Apps.StartAsync();

    public async Task DisposeAsync() => await Apps.DisposeAsync();
}
