using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shared.Logout;
using Shared.Logout.Sessions;
using Shared.Logout.Storage;

namespace Bench.Harness;

/// <summary>What one instance of an application has of storage, on Redis.</summary>
internal sealed class Instance : IAsyncDisposable
{
    private readonly IHost _host;

    private Instance(IHost host) => _host = host;

    public IRevocationBook Book => _host.Services.GetRequiredService<IRevocationBook>();

    public IReplicaStatus Status => _host.Services.GetRequiredService<IReplicaStatus>();

    public IRevocationFeed Feed => (IRevocationFeed)_host.Services.GetRequiredService<IRevocationStore>();

    public static async Task<Instance> StartAsync(string redis)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:Redis"] = redis });
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.Services.AddRevocationStorage();
        var host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<ReplicaStatus>().FirstCatchUp;
        return new(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
