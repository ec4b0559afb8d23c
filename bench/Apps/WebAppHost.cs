using Bench.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bench.Apps;

/// <summary>Kestrel on a free port, until standard input ends.</summary>
internal static class WebAppHost
{
    public static WebApplicationBuilder Create()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        return builder;
    }

    /// <param name="app">The application.</param>
    /// <param name="answer">What to say to a line of standard input.</param>
    public static async Task<int> RunAsync(WebApplication app, Func<string, string>? answer = null)
    {
        await app.StartAsync();
        Console.WriteLine(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        while (await Input.ReadLineAsync() is { } line)
        {
            if (answer is not null)
                Console.WriteLine(answer(line));
        }

        await app.StopAsync();
        return 0;
    }
}
