using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shared.OpenIdConnect.Tests.Infra;

namespace Clients.Tests;

/// <summary>ClientA or ClientB as it is, on a real port, with a provider of the test's own.</summary>
public sealed class ClientHost<TProgram>(string provider, string dataDirectory) : WebApplicationFactory<TProgram>, IClientHost
    where TProgram : class
{
    public string Address { get; private set; } = "";

    public IClientHost Start()
    {
        UseKestrel(0);
        StartServer();
        Address = new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).GetLeftPart(UriPartial.Authority);
        return this;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder
        .UseEnvironment("Development")
        .UseSetting("urls", "http://127.0.0.1:0")
        .UseSetting("DataDirectory", dataDirectory)
        .UseSetting("OpenIdConnect:Authority", provider)
        .UseSetting("OpenIdConnect:ClientSecret", FakeProvider.ClientSecret)
        .UseSetting("ResourceApi:BaseAddress", provider);
}
