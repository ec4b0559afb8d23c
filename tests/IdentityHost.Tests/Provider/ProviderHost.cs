using IdentityHost.Sessions;
using IdentityHost.Users;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

using Xunit;

namespace IdentityHost.Tests.Provider;

/// <summary>The whole IdentityHost with SQLite in a directory of its own. Its clients are all kinds that the engine tells apart.</summary>
public class ProviderHost : WebApplicationFactory<Program>, IAsyncLifetime
{
    public const string Issuer = "https://idp.test";
    public const string Alice = "alice-sub";
    public const string Bob = "bob-sub";

    private readonly string _directory = Directory.CreateTempSubdirectory("idp-provider-").FullName;

    internal OffsetTime Time { get; } = new();

    internal LogoutReceiver Receiver { get; } = LogoutReceiver.Start();

    internal LogCapture Logs { get; } = new();

    internal T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>What goes into ConnectionStrings:Identity; null is SQLite.</summary>
    internal string? Database { get; set; }

    public async Task InitializeAsync()
    {
        Database ??= await NewDatabaseAsync();
        _ = Services;
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Receiver.DisposeAsync();
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }

    protected virtual Task<string?> NewDatabaseAsync() => Task.FromResult<string?>(null);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Testing");
        builder.UseSetting("Issuer", Issuer);
        builder.UseSetting("DataDirectory", _directory);
        builder.UseSetting("LogoutWait", "00:00:30");   // a busy machine must not change the order of events
        if (Database is not null)
            builder.UseSetting("ConnectionStrings:Identity", Database);
        foreach (var (key, value) in Registrations.All.Concat(Registrations.Listeners(Receiver.Address)))
            builder.UseSetting(key, value);
        builder.ConfigureLogging(logging => logging.AddProvider(Logs));
        builder.ConfigureServices(services =>
        {
            services.RemoveAll<TimeProvider>();
            services.AddSingleton<TimeProvider>(Time);
            services.AddSingleton<IStartupFilter, TestSignIn>();
        });
    }

    /// <summary>Signs a browser in without the page: what is under test here begins behind it.</summary>
    private sealed class TestSignIn : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (http, following) =>
            {
                if (http.Request.Path != "/test/signin")
                {
                    await following(http);
                    return;
                }
                var user = await http.RequestServices.GetRequiredService<IUsers>().FindAsync(http.Request.Query["sub"].ToString(), http.RequestAborted);
                var session = await http.RequestServices.GetRequiredService<ISessions>().SignInAsync(http, user!, new SignInDetails("pwd"), http.RequestAborted);
                await http.Response.WriteAsync(session!.Sid);
            });
            next(app);
        };
    }
}
