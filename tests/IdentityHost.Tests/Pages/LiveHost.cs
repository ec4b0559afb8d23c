using IdentityHost.Sessions;
using IdentityHost.Tests.Core;

using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

using TestSupport;

using Xunit;

namespace IdentityHost.Tests.Pages;

/// <summary>The whole IdentityHost on real HTTP, with SQLite unless told otherwise, and its clients as one real server.</summary>
public class LiveHost : WebApplicationFactory<Program>, IAsyncLifetime
{
    private static readonly string[] _clients = ["a", "b", "c"];

    private readonly TempDirectory _directory = new();
    private string? _database;

    internal LogoutSink Sink { get; private set; } = null!;

    internal Uri Address { get; private set; } = null!;

    internal T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        Sink = await LogoutSink.StartAsync();
        _database = await NewDatabaseAsync();
        UseKestrel(0);
        StartServer();
        Address = new Uri(Get<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await base.DisposeAsync();
        await Sink.DisposeAsync();
        await CloseDatabaseAsync();
        _directory.Dispose();
    }

    internal Browser Browse() => new(Address);

    internal async Task<Browser> BrowseAsAsync(string username)
    {
        var browser = Browse();
        var answer = await browser.SubmitAsync(await browser.GetAsync("/account/login"), ("Username", username), ("Password", username + "-password"));
        Assert.Equal("/", answer.Location);
        return browser;
    }

    /// <summary>The person's newest session, with these clients in it.</summary>
    internal async Task<string> JoinAsync(string sub, params string[] clients)
    {
        var sid = (await Get<ISessions>().OfUserAsync(sub, default))[0].Sid;
        foreach (var client in clients)
            Assert.True(await Get<Data.IDatabase>().WriteAsync((connection, transaction) => Get<ISessions>().JoinAsync(connection, transaction, sid, client), default));
        return sid;
    }

    /// <summary>Returns <c>ConnectionStrings:Identity</c>, or null for SQLite.</summary>
    protected virtual Task<string?> NewDatabaseAsync() => Task.FromResult<string?>(null);

    protected virtual Task CloseDatabaseAsync() => Task.CompletedTask;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Testing");
        foreach (var (key, value) in Settings())
            builder.UseSetting(key, value);
    }

    private IEnumerable<(string Key, string Value)> Settings()
    {
        yield return ("Issuer", "http://idp.test");
        yield return ("AllowHttp", "true");
        yield return ("DataDirectory", _directory.Path);
        if (_database is not null)
            yield return ("ConnectionStrings:Identity", _database);
        yield return ("Delivery:AllowedPrivateTargets:0", "127.0.0.0/8");
        foreach (var id in _clients)
        {
            yield return ($"Clients:{id}:ClientId", id);
            yield return ($"Clients:{id}:ClientName", $"App {id}");
            yield return ($"Clients:{id}:ClientSecrets:0", "secret");
            yield return ($"Clients:{id}:RedirectUris:0", $"https://{id}.test/cb");
            yield return ($"Clients:{id}:BackChannelLogoutUri", $"{Sink.Address}/{id}/logout");
            yield return ($"Clients:{id}:AllowedScopes:0", "openid");
            yield return ($"Clients:{id}:AllowedScopes:1", "identity.sessions.read");
        }
        yield return ("ApiResources:identity:Name", "identity");
        yield return ("ApiResources:identity:Scopes:0", "identity.sessions.read");
        foreach (var (name, role) in new[] { ("alice", "admin"), ("bob", "reader"), ("carol", "reader") })
        {
            yield return ($"Users:{name}:Username", name);
            yield return ($"Users:{name}:Password", name + "-password");
            yield return ($"Users:{name}:SubjectId", name + "-sub");
            yield return ($"Users:{name}:Roles:0", role);
        }
    }
}
