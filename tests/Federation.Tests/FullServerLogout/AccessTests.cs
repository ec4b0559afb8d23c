using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Federation.Tests.FullServerLogout;

/// <summary>Who may do what with the records, and how the API says no.</summary>
[Collection(OneFullServer.Name)]
public sealed class AccessTests(FullServer server) : IDisposable
{
    private readonly TokenHolder _alice = server.Person("alice");
    private readonly TokenHolder _bob = server.Person("bob");
    private readonly RecordsClient _api = new(server.Apps);

    [Theory, InlineData("client-a"), InlineData("client-b"), InlineData("spa")]
    public async Task An_administrator_creates_reads_changes_and_deletes(string client)
    {
        var token = (await _alice.TokensAsync(client)).Access;

        using var created = await _api.SendAsync(HttpMethod.Post, RecordsClient.Path, token, new { name = "Pump started", description = "By hand" });
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var path = created.Headers.Location!.ToString();
        var record = await created.Content.ReadFromJsonAsync<JsonElement>();

        var read = await JsonAsync(token, path);
        Assert.Equal(record.GetRawText(), read.GetRawText());
        Assert.Equal(("Pump started", "By hand"), (read.GetProperty("name").GetString(), read.GetProperty("description").GetString()));

        using var changed = await _api.SendAsync(HttpMethod.Put, path, token, new { name = "Pump stopped" });
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal("Pump stopped", (await JsonAsync(token, path)).GetProperty("name").GetString());

        using var deleted = await _api.SendAsync(HttpMethod.Delete, path, token);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await _api.StatusAsync(token, path));
    }

    [Fact]
    public async Task A_reader_reads_and_changes_nothing()
    {
        var alice = (await _alice.TokensAsync("client-a")).Access;
        var token = (await _bob.TokensAsync("client-b")).Access;
        var page = await JsonAsync(token, RecordsClient.Path + "?take=1");
        Assert.False(page.GetProperty("mayWrite").GetBoolean());
        var record = page.GetProperty("items")[0];
        var path = $"{RecordsClient.Path}/{record.GetProperty("id").GetString()}";

        foreach (var (method, target) in new[] { (HttpMethod.Post, RecordsClient.Path), (HttpMethod.Put, path), (HttpMethod.Delete, path) })
        {
            using var answer = await _api.SendAsync(method, target, token, new { name = "Bob was here" });
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Equal("Bearer error=\"insufficient_scope\"", answer.Headers.WwwAuthenticate.ToString());
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        }

        Assert.Equal(record.GetRawText(), (await JsonAsync(alice, path)).GetRawText());
        Assert.DoesNotContain("Bob was here", (await JsonAsync(alice, RecordsClient.Path + "?take=100")).GetRawText(), StringComparison.Ordinal);
    }

    [Theory, InlineData("client-a"), InlineData("client-b")]
    public async Task The_role_alone_is_not_enough_without_the_scope(string client)
    {
        var token = (await _alice.TokensAsync(client, "openid profile roles")).Access;

        Assert.Equal(HttpStatusCode.Unauthorized, await _api.StatusAsync(token));
    }

    [Theory]
    [InlineData("""{ "name": "" }""", "Name")]
    [InlineData("""{ }""", "Name")]
    [InlineData("""{ "name": null }""", "Name")]
    public async Task What_is_not_a_record_is_refused_with_the_field_that_is_wrong(string json, string field)
    {
        var token = (await _alice.TokensAsync("client-a")).Access;
        var total = (await JsonAsync(token, RecordsClient.Path)).GetProperty("total").GetInt64();

        using var answer = await _api.SendAsync(HttpMethod.Post, RecordsClient.Path, token, JsonSerializer.Deserialize<JsonElement>(json));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors");
        Assert.True(errors.EnumerateObject().Any(error => error.Name.Equals(field, StringComparison.OrdinalIgnoreCase)), errors.GetRawText());
        Assert.Equal(total, (await JsonAsync(token, RecordsClient.Path)).GetProperty("total").GetInt64());
    }

    [Fact]
    public async Task Too_long_texts_and_broken_requests_are_400_and_never_500()
    {
        var token = (await _alice.TokensAsync("client-a")).Access;

        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(new { name = new string('n', 201) }));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(new { name = "n", description = new string('d', 2001) }));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync("not an object"));
        Assert.Equal(HttpStatusCode.BadRequest, await _api.StatusAsync(token, RecordsClient.Path + "?take=101"));
        Assert.Equal(HttpStatusCode.BadRequest, await _api.StatusAsync(token, RecordsClient.Path + "?skip=-1"));
        Assert.Equal(HttpStatusCode.BadRequest, await _api.StatusAsync(token, RecordsClient.Path + "?take=many"));
        Assert.Equal(HttpStatusCode.NotFound, await _api.StatusAsync(token, RecordsClient.Path + "/not-an-id"));

        async Task<HttpStatusCode> PostAsync(object body)
        {
            using var answer = await _api.SendAsync(HttpMethod.Post, RecordsClient.Path, token, body);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task The_OpenAPI_document_describes_every_operation_to_everybody()
    {
        using var answer = await _api.GetAsync(null, "/openapi/v1.json");
        var document = await answer.Content.ReadFromJsonAsync<JsonElement>();

        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => operation.Value.GetProperty("operationId").GetString()!));
        Assert.Equal(["ChangeRecord", "CreateRecord", "DeleteRecord", "ListRecords", "ReadRecord"], operations.Order(StringComparer.Ordinal));
    }

    [Theory, InlineData("https://evil.example"), InlineData("null")]
    public async Task A_page_of_another_origin_is_given_nothing(string origin)
    {
        using var preflight = new HttpRequestMessage(HttpMethod.Options, RecordsClient.Path);
        preflight.Headers.Add("Origin", origin);
        preflight.Headers.Add("Access-Control-Request-Method", "GET");
        preflight.Headers.Add("Access-Control-Request-Headers", "authorization");
        using var answer = await _api.SendAsync(preflight);
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));

        using var request = new HttpRequestMessage(HttpMethod.Get, RecordsClient.Path);
        request.Headers.Add("Origin", origin);
        request.Headers.Authorization = new("Bearer", (await _alice.TokensAsync("spa")).Access);
        using var data = await _api.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, data.StatusCode);   // the browser withholds it from the page
        Assert.DoesNotContain(data.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    public void Dispose()
    {
        _alice.Dispose();
        _bob.Dispose();
        _api.Dispose();
    }

    private async Task<JsonElement> JsonAsync(string token, string path)
    {
        using var answer = await _api.GetAsync(token, path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
