using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

using IdentityHost.Delivery;
using IdentityHost.EndSession;
using IdentityHost.Provider;

using Xunit;

namespace IdentityHost.Tests.Pages;

public sealed class ManagementApiTests : IAsyncLifetime
{
    private const string Everything = "identity.sessions.read identity.sessions.write identity.deliveries.read identity.deliveries.write";

    private readonly PagesHost _host = new();

    public static TheoryData<string, string, string> Endpoints { get; } = new()
    {
        { "GET", "/api/sessions", "identity.sessions.read" },
        { "DELETE", "/api/sessions/sid-1", "identity.sessions.write" },
        { "POST", "/api/users/s-alice/signout", "identity.sessions.write" },
        { "GET", "/api/deliveries", "identity.deliveries.read" },
        { "POST", "/api/deliveries/delivery-0/redeliver", "identity.deliveries.write" },
        { "GET", "/api/reports/batch-0", "identity.deliveries.read" },
    };

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Only_a_token_with_the_scope_passes(string method, string path, string scope)
    {
        var session = _host.Sessions.Add("s-alice", clients: ["client-a"]);
        var others = Everything.Replace(scope, "", StringComparison.Ordinal);
        _host.Provider.Tokens["expired"] = AccessTokenError.Expired;

        var none = await SendAsync(method, path, null);
        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (none.Status, none.Challenge));
        var bad = await SendAsync(method, path, "expired");
        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer error=\"invalid_token\""), (bad.Status, bad.Challenge));
        var less = await SendAsync(method, path, Token(others));
        Assert.Equal((HttpStatusCode.Forbidden, $"Bearer error=\"insufficient_scope\", scope=\"{scope}\""), (less.Status, less.Challenge));
        var bobs = await SendAsync(method, path, Token(Everything, "s-bob"));
        Assert.Equal(HttpStatusCode.Forbidden, bobs.Status);
        Assert.All(new[] { none, bad, less, bobs }, answer => Assert.Equal("application/problem+json", answer.Type));
        Assert.Equal((true, 0), (_host.Sessions.IsAlive(session.Sid), _host.Door.Requests.Count));

        var good = await SendAsync(method, path, Token(scope));
        Assert.True(good.Status is HttpStatusCode.OK or HttpStatusCode.Accepted or HttpStatusCode.NotFound, $"{good.Status}");
        Assert.NotEqual(HttpStatusCode.Forbidden, (await SendAsync(method, path, Token(scope, "s-root"))).Status);
    }

    [Fact]
    public async Task Ending_a_session_answers_with_the_report_and_twice_is_no_error()
    {
        var session = _host.Sessions.Add("s-alice", clients: ["client-a", "client-b"]);
        var token = Token(Everything);
        var ended = await SendAsync("DELETE", "/api/sessions/" + session.Sid, token);
        Assert.Equal((HttpStatusCode.Accepted, 2), (ended.Status, ended.Json.GetProperty("deliveries").GetInt32()));
        var report = await SendAsync("GET", ended.Location!, token);
        Assert.Equal((2, 2, true), (report.Json.GetProperty("total").GetInt32(), report.Json.GetProperty("delivered").GetInt32(), report.Json.GetProperty("done").GetBoolean()));
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync("DELETE", "/api/sessions/" + session.Sid, token)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync("DELETE", "/api/sessions/nobody", token)).Status);
        Assert.Equal("script", _host.Door.Requests[0].Actor);
    }

    [Fact]
    public async Task Signing_a_person_out_ends_all_their_sessions()
    {
        var (one, two, bobs) = (_host.Sessions.Add("s-alice"), _host.Sessions.Add("s-alice"), _host.Sessions.Add("s-bob"));
        var answer = await SendAsync("POST", "/api/users/s-alice/signout", Token("identity.sessions.write"));
        Assert.Equal((HttpStatusCode.Accepted, 2), (answer.Status, answer.Json.GetProperty("endedSessions").GetInt32()));
        Assert.StartsWith("/api/reports/", answer.Location, StringComparison.Ordinal);
        Assert.Equal((false, false, true), (_host.Sessions.IsAlive(one.Sid), _host.Sessions.IsAlive(two.Sid), _host.Sessions.IsAlive(bobs.Sid)));
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync("POST", "/api/users/nobody/signout", Token("identity.sessions.write"))).Status);
    }

    [Fact]
    public async Task A_delivery_is_tried_again_unless_it_was_acknowledged()
    {
        _host.Deliveries.Lost.Add("client-b");
        var session = _host.Sessions.Add("s-alice", clients: ["client-a", "client-b"]);
        await _host.Door.EndAsync(new EndSessionRequest(EndReason.Admin) { Sid = session.Sid }, CancellationToken.None);
        var token = Token(Everything);
        string Id(string client) => _host.Deliveries.Rows.Single(row => row.ClientId == client).Id;

        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync("POST", $"/api/deliveries/{Id("client-b")}/redeliver", token)).Status);
        Assert.Equal(DeliveryState.Pending, _host.Deliveries.Rows.Single(row => row.ClientId == "client-b").State);
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync("POST", $"/api/deliveries/{Id("client-a")}/redeliver", token)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync("POST", "/api/deliveries/nothing/redeliver", token)).Status);

        var pending = await SendAsync("GET", "/api/deliveries?state=pending", token);
        var row = Assert.Single(pending.Json.GetProperty("items").EnumerateArray());
        Assert.Equal(("client-b", "pending"), (row.GetProperty("clientId").GetString(), row.GetProperty("state").GetString()));
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync("GET", "/api/deliveries?state=7", token)).Status);
    }

    [Fact]
    public async Task A_long_list_comes_in_pages()
    {
        for (var i = 0; i < 45; i++)
            _host.Sessions.Add("s-bob");
        var token = Token("identity.sessions.read");
        HashSet<string> seen = [];
        for (var path = "/api/sessions?search=s-bob&take=20"; path is not null;)
        {
            var page = await SendAsync("GET", path, token);
            Assert.All(page.Json.GetProperty("items").EnumerateArray(), item => Assert.True(seen.Add(item.GetProperty("sid").GetString()!)));
            path = page.Json.GetProperty("next").GetString();
        }
        Assert.Equal(45, seen.Count);
        foreach (var bad in new[] { "take=0", "take=201", "skip=-1", "take=x" })
        {
            var answer = await SendAsync("GET", "/api/sessions?" + bad, token);
            Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.Status, answer.Type));
        }
    }

    [Theory]
    [InlineData("GET", "/api/nothing", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/api/sessions", HttpStatusCode.MethodNotAllowed)]
    public async Task What_does_not_exist_is_answered_with_problem_details(string method, string path, HttpStatusCode status)
    {
        var answer = await SendAsync(method, path, Token(Everything));
        Assert.Equal((status, "application/problem+json"), (answer.Status, answer.Type));
    }

    private string Token(string scopes, string? sub = null)
    {
        var token = Guid.NewGuid().ToString("N");
        _host.Provider.Tokens[token] = new AccessTokenInfo(sub, "script", scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries), []);
        return token;
    }

    private async Task<(HttpStatusCode Status, string? Challenge, string? Type, string? Location, JsonElement Json)> SendAsync(string method, string path, string? token)
    {
        using var http = new HttpClient { BaseAddress = _host.Address };
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, response.Headers.WwwAuthenticate.Count == 0 ? null : response.Headers.WwwAuthenticate.ToString(),
            response.Content.Headers.ContentType?.MediaType, response.Headers.Location?.OriginalString, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }
}
