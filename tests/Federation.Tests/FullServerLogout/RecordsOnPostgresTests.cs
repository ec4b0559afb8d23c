extern alias ResourceApiApp;

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using TestSupport;

namespace Federation.Tests.FullServerLogout;

/// <summary>The records in PostgreSQL, which every instance of the API shares.</summary>
public sealed class RecordsOnPostgresTests : IAsyncLifetime
{
    private readonly TempDirectory _data = new();
    private readonly List<WebApplicationFactory<ResourceApiApp::Program>> _instances = [];
    private OddProvider _provider = null!;
    private PostgresServer _postgres = null!;

    [Fact]
    public async Task Instances_that_start_at_once_share_one_table_and_what_one_writes_another_reads()
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(Start)));
        foreach (var client in clients)
            Assert.Equal(3, (await client.GetFromJsonAsync<JsonElement>(RecordsClient.Path)).GetProperty("total").GetInt64());     // the samples, once

        using var created = await clients[0].PostAsJsonAsync(RecordsClient.Path, new { name = "Pump started", description = "By hand" });
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var path = created.Headers.Location!.ToString();
        var record = await created.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(record.GetRawText(), (await clients[1].GetFromJsonAsync<JsonElement>(path)).GetRawText());

        using var changed = await clients[1].PutAsJsonAsync(path, new { name = "Pump stopped" });
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal("Pump stopped", (await clients[2].GetFromJsonAsync<JsonElement>(path)).GetProperty("name").GetString());
        using var deleted = await clients[2].DeleteAsync(path);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var gone = await clients[0].GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_text_that_PostgreSQL_cannot_store_is_the_callers_mistake()
    {
        var client = Start();
        foreach (var body in new[] { """{"name":"a\u0000b"}""", """{"name":"a","description":"\u0000"}""" })
        {
            using var answer = await client.PostAsync(RecordsClient.Path, new StringContent(body, MediaTypeHeaderValue.Parse("application/json")));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        }

        using var lines = await client.PostAsJsonAsync(RecordsClient.Path, new { name = "Zoë \U0001F600", description = "one\ntwo\tthree" });
        Assert.Equal(HttpStatusCode.Created, lines.StatusCode);
    }

    public async Task InitializeAsync()
    {
        _provider = await OddProvider.StartAsync();
        _postgres = await PostgresServer.StartAsync();
        Database = await _postgres.NewDatabaseAsync();
        _provider.Introspect = http => http.Response.WriteAsJsonAsync(new
        {
            active = true,
            iss = _provider.Issuer,
            aud = "resource-api",
            client_id = "client-b",
            sub = "alice",
            sid = "s",
            iat = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
            scope = "openid dataEventRecords",
            role = "dataEventRecords.admin",
        });
    }

    public async Task DisposeAsync()
    {
        foreach (var instance in _instances)
            await instance.DisposeAsync();
        await _provider.DisposeAsync();
        await _postgres.DisposeAsync();
        _data.Dispose();
    }

    private string Database { get; set; } = "";

    private HttpClient Start()
    {
        var instance = new WebApplicationFactory<ResourceApiApp::Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development");
            host.UseSetting("DataDirectory", _data.Of(Guid.NewGuid().ToString("N")));
            host.UseSetting("ConnectionStrings:Records", Database);
            host.UseSetting("OpenIdConnect:Authority", _provider.Issuer);
            host.UseSetting("AccessTokens:IntrospectionTimeout", "00:01:00");
            host.UseSetting("Logging:LogLevel:Default", "None");
        });
        lock (_instances)
            _instances.Add(instance);
        var client = instance.CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "reference");
        return client;
    }
}
