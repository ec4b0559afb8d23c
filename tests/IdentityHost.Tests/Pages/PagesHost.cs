using System.Net;

using IdentityHost.Accounts;
using IdentityHost.Configuration;
using IdentityHost.Delivery;
using IdentityHost.EndSession;
using IdentityHost.Provider;
using IdentityHost.Sessions;
using IdentityHost.Tests.Pages.Fakes;
using IdentityHost.Users;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

using Xunit;

namespace IdentityHost.Tests.Pages;

/// <summary>The real pages on real HTTP, with everything below them in memory: states that are rare in life are easy to make here.</summary>
public sealed class PagesHost : IAsyncLifetime
{
    private WebApplication? _app;

    internal FakeSessions Sessions { get; } = new();

    internal FakeDeliveries Deliveries { get; } = new();

    internal FakeClients Clients { get; } = new();

    internal FakeProvider Provider { get; } = new();

    internal FakeAudit Audit { get; } = new();

    internal FakeDoor Door { get; }

    internal FakeUsers Users { get; }

    public PagesHost()
    {
        Door = new FakeDoor(Sessions, Deliveries, Clients);
        Users = new FakeUsers(Door);
    }

    public Uri Address { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "IdentityHost",
            EnvironmentName = "Production",
            ContentRootPath = ContentRoot(),
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddDataProtection();
        builder.Services.AddSingleton<ISessions>(Sessions).AddSingleton<IUsers>(Users).AddSingleton<IEndSession>(Door).AddSingleton<IDeliveries>(Deliveries)
            .AddSingleton<IClientDirectory>(Clients).AddSingleton<IProviderInteraction>(Provider).AddSingleton<IAccessTokenValidator>(Provider)
            .AddSingleton(TimeProvider.System).AddSingleton<SessionEndSignal>();
        builder.AddPages();
        builder.Services.AddSingleton<Accounts.Admin.IAuditTrail>(Audit);
        _app = builder.Build();
        _app.UsePages();
        _app.MapPages();
        _app.MapGet("/test/broken", () => { throw new InvalidOperationException("the secret inside"); });
        _app.MapGet("/api/broken", () => { throw new InvalidOperationException("the secret inside"); });
        await _app.StartAsync();
        Address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    internal Browser Browse() => new(Address);

    /// <summary>A browser in which this person has signed in by the form.</summary>
    internal async Task<Browser> BrowseAsAsync(string username)
    {
        var browser = Browse();
        var answer = await browser.SubmitAsync(await browser.GetAsync("/account/login"), ("Username", username), ("Password", username));
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        return browser;
    }

    private static string ContentRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SingleSignOut.sln")))
                return Path.Combine(folder.FullName, "IdentityHost");
        }
        throw new InvalidOperationException("The tests run from inside the solution's folder.");
    }
}
