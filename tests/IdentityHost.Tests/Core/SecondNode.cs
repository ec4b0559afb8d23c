using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace IdentityHost.Tests.Core;

/// <summary>Another IdentityHost with the same configuration and the same database.</summary>
internal sealed class SecondNode(IReadOnlyDictionary<string, string> settings, Action<IServiceCollection>? change = null) : WebApplicationFactory<Program>
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Testing");
        foreach (var (key, value) in settings)
            builder.UseSetting(key, value);
        builder.ConfigureTestServices(services => change?.Invoke(services));
    }
}
