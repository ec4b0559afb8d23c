using System.Text.Json.Nodes;

using IdentityHost.Configuration;
using IdentityHost.Data;
using IdentityHost.Delivery;
using IdentityHost.EndSession;
using IdentityHost.Sessions;
using IdentityHost.Tests.Core;
using IdentityHost.Tests.Provider;
using IdentityHost.Users;

using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

using TestSupport;

using Xunit;

namespace IdentityHost.Tests.Settings;

/// <summary>The file with the clients changes while the host runs.</summary>
public sealed class ReloadTests : IAsyncLifetime
{
    private readonly TempDirectory _directory = new();
    private LogoutSink _sink = null!;
    private Host _host = null!;

    public async Task InitializeAsync()
    {
        _sink = await LogoutSink.StartAsync();
        Write("a", "b", "c");
        _host = new Host(_directory.Path, File);
        await _host.KnowsAsync("a");
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _sink.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_client_that_is_disabled_or_removed_leaves_the_sessions_and_is_told_and_the_sessions_go_on()
    {
        var session = await _host.SignInAsync("a", "b", "c");
        var grant = await _host.GrantAsync(session, "b");

        Write(clients => clients["b"]!["Enabled"] = false, "a", "b", "c");
        await HearsAsync("b");
        Write("a", "b");            // c is gone, and b is enabled again
        await HearsAsync("c");

        Assert.Equal(["a"], (await _host.Get<ISessions>().ParticipantsAsync([session.Sid], default))[session.Sid]);
        Assert.Null((await _host.Get<ISessions>().FindAsync(session.Sid, default))!.EndedAt);
        Assert.True(await _host.IsRevokedAsync(grant));
        Assert.Empty(_sink.Of("a"));

        var ended = await _host.Get<IEndSession>().EndAsync(new(EndReason.UserLogout) { Sid = session.Sid }, default);
        var row = Assert.Single(await _host.Get<IDeliveries>().WaitAsync(ended.BatchId, Until.Deadline, default));
        Assert.Equal(("a", DeliveryState.Delivered), (row.ClientId, row.State));
        Assert.Equal((1, 1), (_sink.Of("b").Count, _sink.Of("c").Count));

        async Task HearsAsync(string client)
        {
            await Until.IsTrueAsync(() => _sink.Of(client, session.Sid).Count == 1);
            Assert.Equal("client_disabled", _sink.Of(client)[0].Claims.GetProperty("logout_reason").GetString());
        }
    }

    [Fact]
    public async Task A_changed_logout_address_is_used_from_the_next_logout_on_and_a_new_client_is_known()
    {
        var session = await _host.SignInAsync("a");
        Write(clients => clients["a"]!["BackChannelLogoutUri"] = $"{_sink.Address}/moved/logout", "a", "b", "c", "d");
        await _host.KnowsAsync("d");

        var ended = await _host.Get<IEndSession>().EndAsync(new(EndReason.UserLogout) { Sid = session.Sid }, default);
        await _host.Get<IDeliveries>().WaitAsync(ended.BatchId, Until.Deadline, default);

        Assert.Equal((0, 1), (_sink.Of("a").Count, _sink.Of("moved", session.Sid).Count));
    }

    [Theory]
    [InlineData("not json", "ConfigurationFileUnreadable")]
    [InlineData("""{ "Clients": { "a": { "ClientId": "a", "BackChannelLogoutUri": "relative" } } }""", "BackChannelLogoutUri")]
    [InlineData("""{ "Clients": { "a": { "ClientId": "a", "Enabled": "perhaps" } } }""", "RegistrationsRefused")]
    [InlineData("{}", "Clients is empty")]
    [InlineData(null, "Clients is empty")]
    public async Task A_faulty_file_changes_nothing_and_is_reported(string? text, string report)
    {
        var session = await _host.SignInAsync("a", "b");
        if (text is null)
            System.IO.File.Delete(File);
        else
            Replace(text);

        await Until.IsTrueAsync(() => _host.Logs.Lines.Any(line => line.Contains(report, StringComparison.Ordinal)));
        Assert.True(_host.Get<IClientDirectory>().FindEnabled("b") is not null, "The clients that were known are still known.");
        Write("a", "b", "c", "d");
        await _host.KnowsAsync("d");        // the next good one is taken
        Assert.Equal(["a", "b"], (await _host.Get<ISessions>().ParticipantsAsync([session.Sid], default))[session.Sid].Order(StringComparer.Ordinal));
        Assert.Empty(_sink.Received);
    }

    private string File => _directory.Of("clients.json");

    private void Write(params string[] clients) => Write(_ => { }, clients);

    private void Write(Action<JsonObject> change, params string[] clients)
    {
        var all = new JsonObject(clients.Select(id => KeyValuePair.Create(id, (JsonNode?)new JsonObject
        {
            ["ClientId"] = id,
            ["ClientSecrets"] = new JsonArray("secret"),
            ["BackChannelLogoutUri"] = $"{_sink.Address}/{id}/logout",
        })));
        change(all);
        Replace(new JsonObject { ["Clients"] = all }.ToJsonString());
    }

    // In one step, as a careful operator does: nobody reads half a file.
    private void Replace(string text)
    {
        var next = File + ".next";
        System.IO.File.WriteAllText(next, text);
        System.IO.File.Move(next, File, overwrite: true);
    }

    private sealed class Host : WebApplicationFactory<Program>
    {
        private readonly string _directory;
        private readonly string _file;

        public Host(string directory, string file)
        {
            (_directory, _file) = (directory, file);
            _ = Services;
        }

        public LogCapture Logs { get; } = new();

        public T Get<T>()
            where T : notnull => Services.GetRequiredService<T>();

        /// <summary>Waits until the change has reached the database as well.</summary>
        public Task KnowsAsync(string client) => Until.IsTrueAsync(async () =>
        {
            await using var connection = await Get<IDatabase>().OpenAsync(default);
            return await Dapper.SqlMapper.ExecuteScalarAsync<int>(connection, "SELECT COUNT(*) FROM client_targets WHERE client_id = @client", new { client }) == 1;
        });

        public async Task<ProviderSession> SignInAsync(params string[] clients)
        {
            var user = await Get<IUsers>().FindOrCreateExternalAsync("https://upstream.test", Guid.NewGuid().ToString(), "Somebody", null, default);
            var session = await Get<ISessions>().SignInAsync(new DefaultHttpContext { RequestServices = Services }, user, new SignInDetails("pwd"), default);
            Assert.NotNull(session);
            foreach (var client in clients)
                Assert.True(await Get<IDatabase>().WriteAsync((connection, transaction) => Get<ISessions>().JoinAsync(connection, transaction, session.Sid, client), default));
            return session;
        }

        public async Task<string> GrantAsync(ProviderSession session, string client)
        {
            var id = Data.Secret.NewId();
            await Get<IDatabase>().WriteAsync(
                (connection, transaction) => Dapper.SqlMapper.ExecuteAsync(
                    connection,
                    "INSERT INTO grants (grant_id, sid, client_id, sub, scope, auth_time, created_at, offline) VALUES (@id, @Sid, @client, @Sub, 'openid', 1, 1, 0)",
                    new { id, session.Sid, client, session.Sub }, transaction), default);
            return id;
        }

        public async Task<bool> IsRevokedAsync(string grant)
        {
            await using var connection = await Get<IDatabase>().OpenAsync(default);
            return await Dapper.SqlMapper.ExecuteScalarAsync<long?>(connection, "SELECT revoked_at FROM grants WHERE grant_id = @grant", new { grant }) is not null;
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Testing");
            builder.UseSetting("Issuer", "http://idp.test");
            builder.UseSetting("AllowHttp", "true");
            builder.UseSetting("DataDirectory", _directory);
            builder.UseSetting("Delivery:AllowedPrivateTargets:0", "127.0.0.0/8");
            builder.ConfigureLogging(logging => logging.AddProvider(Logs));
            builder.ConfigureAppConfiguration(configuration => configuration.AddJsonFile(source =>
            {
                (source.Path, source.ReloadOnChange) = (_file, true);
                source.ResolveFileProvider();
            }));
        }
    }
}
