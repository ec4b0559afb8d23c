using System.Globalization;

using IdentityHost.Data;
using IdentityHost.Delivery;
using IdentityHost.EndSession;
using IdentityHost.Sessions;
using IdentityHost.Users;

using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

using TestSupport;

using Xunit;

namespace IdentityHost.Tests.Core;

/// <summary>The whole IdentityHost on one of its databases, with clients <c>c00</c> to <c>c99</c> that are one real server.</summary>
public abstract class CoreHost : WebApplicationFactory<Program>, IAsyncLifetime
{
    public const int Clients = 100;

    private readonly TempDirectory _directory = new();
    private readonly Dictionary<string, string> _settings = [];

    internal LogoutSink Sink { get; private set; } = null!;

    internal string? Database { get; private set; }

    internal IDatabase Data => Get<IDatabase>();

    internal EndSessionDoor TheDoor => Get<EndSessionDoor>();

    internal ISessions Sessions => Get<ISessions>();

    internal IDeliveries Deliveries => Get<IDeliveries>();

    internal static string Client(int number) => "c" + number.ToString("00", CultureInfo.InvariantCulture);

    internal T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        Sink = await LogoutSink.StartAsync();
        Database = await NewDatabaseAsync();
        foreach (var (key, value) in CoreSettings.All(Sink.Address, _directory.Path, Database))
            _settings[key] = value;
        _ = Services;
    }

    /// <summary>A second node with the same configuration. On SQLite that makes no sense.</summary>
    internal IReadOnlyDictionary<string, string> Settings => _settings;

    async Task IAsyncLifetime.DisposeAsync()
    {
        await base.DisposeAsync();
        await Sink.DisposeAsync();
        await CloseDatabaseAsync();
        _directory.Dispose();
    }

    /// <summary>A person of their own for each test, so that tests do not meet.</summary>
    internal async Task<UserAccount> NewUserAsync()
        => await Get<IUsers>().FindOrCreateExternalAsync("https://upstream.test", Guid.NewGuid().ToString(), "Somebody", null, default);

    internal async Task<ProviderSession> SignInAsync(UserAccount user, params string[] clients)
    {
        var session = await Sessions.SignInAsync(new DefaultHttpContext { RequestServices = Services }, user, new SignInDetails("pwd"), default);
        Assert.NotNull(session);
        foreach (var client in clients)
            Assert.True(await JoinAsync(session.Sid, client));
        return session;
    }

    internal Task<bool> JoinAsync(string sid, string client)
        => Data.WriteAsync((connection, transaction) => Sessions.JoinAsync(connection, transaction, sid, client), default);

    internal Task<EndSessionResult> EndAsync(ProviderSession session, EndReason reason = EndReason.UserLogout)
        => TheDoor.EndAsync(new EndSessionRequest(reason) { Sid = session.Sid }, default);

    /// <summary>Waits until no delivery of the batch is pending.</summary>
    internal async Task<IReadOnlyList<DeliveryRecord>> SettledAsync(string batchId)
    {
        var rows = await Deliveries.WaitAsync(batchId, Until.Deadline, default);
        Assert.DoesNotContain(rows, row => row.State is DeliveryState.Pending);
        return rows;
    }

    protected abstract Task<string?> NewDatabaseAsync();

    protected abstract Task CloseDatabaseAsync();

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Testing");
        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);
    }
}
