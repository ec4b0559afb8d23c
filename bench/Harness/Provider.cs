extern alias IdentityHostApp;

using System.Globalization;
using IdentityHostApp::IdentityHost.Data;
using IdentityHostApp::IdentityHost.Delivery;
using IdentityHostApp::IdentityHost.EndSession;
using IdentityHostApp::IdentityHost.Sessions;
using IdentityHostApp::IdentityHost.Users;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using TestSupport;

namespace Bench.Harness;

/// <summary>The whole IdentityHost on Kestrel in this process, with clients <c>c00</c> to <c>c99</c> that are one server.</summary>
internal sealed class Provider : WebApplicationFactory<IdentityHostApp::Program>
{
    public const int Clients = 100;
    public const string Password = "correct horse battery";

    private readonly TempDirectory _directory = new();
    private readonly IEnumerable<(string Key, string Value)> _settings;

    /// <param name="sink">The server of all clients.</param>
    /// <param name="database">What goes into ConnectionStrings:Identity; null is SQLite.</param>
    /// <param name="more">Further settings.</param>
    public Provider(string sink, string? database, params (string Key, string Value)[] more)
    {
        _settings = [.. Settings(sink, _directory.Path, database), .. more];
        UseKestrel(0);
        StartServer();
        Address = new Uri(Get<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Uri Address { get; }

    public IDatabase Data => Get<IDatabase>();

    public IDeliveries Deliveries => Get<IDeliveries>();

    public IEndSession Door => Get<IEndSession>();

    public static string Client(int number) => "c" + number.ToString("00", CultureInfo.InvariantCulture);

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Somebody new, who is not signed in.</summary>
    public Task<UserAccount> NewUserAsync() => Get<IUsers>().FindOrCreateExternalAsync("https://upstream.test", Guid.NewGuid().ToString(), "Somebody", null, default);

    /// <summary>A session as a sign-in makes it, with these clients in it.</summary>
    public async Task<ProviderSession> SignInAsync(UserAccount user, IEnumerable<int> clients)
    {
        var session = await Get<ISessions>().SignInAsync(new DefaultHttpContext { RequestServices = Services }, user, new SignInDetails("pwd"), default)
            ?? throw new InvalidOperationException("The sign-in was refused.");
        await JoinAsync(session.Sid, clients);
        return session;
    }

    public Task<bool> JoinAsync(string sid, IEnumerable<int> clients) => Data.WriteAsync(
        async (connection, transaction) =>
        {
            foreach (var client in clients)
                if (!await Get<ISessions>().JoinAsync(connection, transaction, sid, Client(client)))
                    throw new InvalidOperationException("The session has ended.");
            return true;
        }, default);

    public Task<IReadOnlyList<DeliveryRecord>> OfSessionAsync(string sid) => Deliveries.SearchAsync(new DeliveryFilter(Sid: sid), 0, 2 * Clients, default);

    /// <summary>Waits until nothing of the batch is pending.</summary>
    public async Task<IReadOnlyList<DeliveryRecord>> SettledAsync(string batch)
    {
        var rows = await Deliveries.WaitAsync(batch, TimeSpan.FromMinutes(5), default);
        return rows.All(row => row.State is DeliveryState.Delivered)
            ? rows
            : throw new InvalidOperationException($"{rows.Count(row => row.State is not DeliveryState.Delivered)} of {rows.Count} deliveries were not acknowledged.");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);
    }

    private static IEnumerable<(string Key, string Value)> Settings(string sink, string directory, string? database)
    {
        yield return ("Issuer", "http://idp.test");
        yield return ("AllowHttp", "true");
        yield return ("DataDirectory", directory);
        yield return ("Delivery:AllowedPrivateTargets:0", "127.0.0.0/8");
        yield return ("Logging:LogLevel:Default", "Warning");
        if (database is not null)
            yield return ("ConnectionStrings:Identity", database);
        for (var i = 0; i < Clients; i++)
        {
            yield return ($"Clients:{i}:ClientId", Client(i));
            yield return ($"Clients:{i}:ClientSecrets:0", "secret");
            yield return ($"Clients:{i}:RedirectUris:0", "https://app.test/cb");
            yield return ($"Clients:{i}:PostLogoutRedirectUris:0", "https://app.test/bye");
            yield return ($"Clients:{i}:AllowedScopes:0", "openid");
            yield return ($"Clients:{i}:AllowedScopes:1", "orders");
            yield return ($"Clients:{i}:AccessTokenType", "Reference");
            yield return ($"Clients:{i}:BackChannelLogoutUri", $"{sink}/{Client(i)}/logout");
        }
        yield return ("Clients:100:ClientId", "operator");
        yield return ("Clients:100:ClientSecrets:0", "secret");
        yield return ("Clients:100:AllowedGrantTypes:0", "client_credentials");
        yield return ("Clients:100:AllowedScopes:0", "identity.sessions.write");
        yield return ("ApiResources:0:Name", "orders");
        yield return ("ApiResources:0:Scopes:0", "orders");
        yield return ("ApiResources:0:ApiSecrets:0", "secret");
        yield return ("ApiResources:1:Name", "identity");
        yield return ("ApiResources:1:Scopes:0", "identity.sessions.write");
        yield return ("Users:0:Username", "alice");
        yield return ("Users:0:Password", Password);
        yield return ("Users:0:SubjectId", "alice-sub");
    }
}
