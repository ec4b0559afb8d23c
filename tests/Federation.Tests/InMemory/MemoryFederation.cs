extern alias ClientAApp;
extern alias ClientBApp;
extern alias IdentityHostApp;
extern alias ResourceApiApp;

using IdentityHostApp::IdentityHost.Delivery;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Shared.Logout;
using TestSupport;

namespace Federation.Tests.InMemory;

/// <summary>The four applications in this process, at their default addresses, joined by an <see cref="Internet"/> of their own.</summary>
public sealed class MemoryFederation : IAsyncDisposable
{
    private readonly TempDirectory _data = new();
    private readonly WebApplicationFactory<IdentityHostApp::Program> _provider;
    private readonly WebApplicationFactory<ClientAApp::Program> _clientA;
    private readonly WebApplicationFactory<ClientBApp::Program> _clientB;
    private readonly WebApplicationFactory<ResourceApiApp::Program> _resourceApi;

    public MemoryFederation()
    {
        _provider = new WebApplicationFactory<IdentityHostApp::Program>().WithWebHostBuilder(host => Configure(host, "provider", services =>
            services.AddSingleton(new LogoutHttpClient(Internet, TimeSpan.FromSeconds(30)))));
        _clientA = new WebApplicationFactory<ClientAApp::Program>().WithWebHostBuilder(host => Configure(host, "a", UseInternet));
        _clientB = new WebApplicationFactory<ClientBApp::Program>().WithWebHostBuilder(host => Configure(host, "b", UseInternet));
        _resourceApi = new WebApplicationFactory<ResourceApiApp::Program>().WithWebHostBuilder(host => Configure(host, "api", UseInternet));
        Internet.Plug(Provider, _provider.Server.CreateHandler());
        Internet.Plug(ClientA, _clientA.Server.CreateHandler());
        Internet.Plug(ClientB, _clientB.Server.CreateHandler());
        Internet.Plug(ResourceApi, _resourceApi.Server.CreateHandler());
    }

    public Uri Provider { get; } = new("http://localhost:5000");

    public Uri ClientA { get; } = new("http://localhost:5001");

    public Uri ClientB { get; } = new("http://localhost:5002");

    public Uri ResourceApi { get; } = new("http://localhost:5003");

    internal Internet Internet { get; } = new();

    internal MemoryBrowser NewBrowser() => new(Internet, Provider);

    public async ValueTask DisposeAsync()
    {
        await _clientA.DisposeAsync();
        await _clientB.DisposeAsync();
        await _resourceApi.DisposeAsync();
        await _provider.DisposeAsync();
        Internet.Dispose();
        _data.Dispose();
    }

    private void Configure(IWebHostBuilder host, string name, Action<IServiceCollection> services)
    {
        host.UseEnvironment("Development");
        host.UseSetting("DataDirectory", _data.Of(name));
        host.UseSetting("LogoutWait", "00:00:20");   // a busy machine must not change the order of events
        host.UseSetting("Logging:LogLevel:Default", "Error");
        host.UseSetting("Logging:LogLevel:Microsoft.AspNetCore", "Error");
        host.ConfigureTestServices(services);
    }

    private void UseInternet(IServiceCollection services)
    {
        services.ConfigureAll<OpenIdConnectOptions>(options => options.BackchannelHttpHandler = Internet);
        services.ConfigureAll<BackChannelLogoutOptions>(options => options.BackchannelHttpHandler = Internet);
        services.PostConfigureAll<HttpClientFactoryOptions>(options =>
            options.HttpMessageHandlerBuilderActions.Add(builder => builder.PrimaryHandler = Internet));
    }
}
