extern alias ResourceApiApp;

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using TestSupport;

namespace Federation.Tests.FullServerLogout;

/// <summary>
/// Whatever the introspection endpoint answers: never a 500 of the API, and never a way in (D-016, D-017). Each case begins with an answer that is
/// accepted, and changes one thing in it.
/// </summary>
public sealed class OddIntrospectionTests : IAsyncLifetime
{
    private const string AnyJwt = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImsiLCJ0eXAiOiJhdCtqd3QifQ.e30.c2ln";     // signed by nobody
    private readonly TempDirectory _data = new();
    private OddProvider _provider = null!;
    private WebApplicationFactory<ResourceApiApp::Program> _api = null!;
    private HttpClient _http = null!;

    private static readonly Dictionary<string, (HttpStatusCode Expected, Func<string, string> Change)> Bodies = new()
    {
        ["active-is-a-string"] = (HttpStatusCode.Unauthorized, good => good.Replace("\"active\":true", "\"active\":\"true\"", StringComparison.Ordinal)),
        ["active-is-1"] = (HttpStatusCode.Unauthorized, good => good.Replace("\"active\":true", "\"active\":1", StringComparison.Ordinal)),
        ["active-is-null"] = (HttpStatusCode.Unauthorized, good => good.Replace("\"active\":true", "\"active\":null", StringComparison.Ordinal)),
        ["active-is-an-array"] = (HttpStatusCode.Unauthorized, good => good.Replace("\"active\":true", "\"active\":[true]", StringComparison.Ordinal)),
        ["active-is-missing"] = (HttpStatusCode.Unauthorized, good => good.Replace("\"active\":true,", "", StringComparison.Ordinal)),
        ["active-in-another-case"] = (HttpStatusCode.Unauthorized, good => good.Replace("active", "Active", StringComparison.Ordinal)),
        ["active-is-false"] = (HttpStatusCode.Unauthorized, good => good.Replace("\"active\":true", "\"active\":false", StringComparison.Ordinal)),
        ["active-twice-false-first"] = (HttpStatusCode.ServiceUnavailable, good => good.Insert(1, "\"active\":false,")),
        ["active-twice-behind-an-escape"] = (HttpStatusCode.ServiceUnavailable, good => good.Insert(1, "\"\\u0061ctive\":false,")),
        ["an-array"] = (HttpStatusCode.Unauthorized, good => $"[{good}]"),
        ["a-JSON-text"] = (HttpStatusCode.Unauthorized, _ => "\"active\""),
        ["true-alone"] = (HttpStatusCode.Unauthorized, _ => "true"),
        ["null"] = (HttpStatusCode.Unauthorized, _ => "null"),
        ["nothing"] = (HttpStatusCode.ServiceUnavailable, _ => ""),
        ["HTML"] = (HttpStatusCode.ServiceUnavailable, _ => "<html><body>Maintenance</body></html>"),
        ["cut-off"] = (HttpStatusCode.ServiceUnavailable, good => good[..^1]),
        ["two-answers"] = (HttpStatusCode.ServiceUnavailable, good => good + good),
        ["too-deep"] = (HttpStatusCode.ServiceUnavailable, good => good.Insert(1, $"\"x\":{new string('[', 5000)}{new string(']', 5000)},")),
        ["half-a-character"] = (HttpStatusCode.ServiceUnavailable, good => good.Insert(1, "\"x\":\"\\ud800\",")),
        ["half-a-character-in-a-name"] = (HttpStatusCode.ServiceUnavailable, good => good.Insert(1, "\"\\ud800\":1,")),
        ["huge"] = (HttpStatusCode.ServiceUnavailable, good => good.Insert(1, $"\"x\":\"{new string('x', 5_000_000)}\",")),
        ["exp-is-a-string"] = (HttpStatusCode.ServiceUnavailable, good => good.Insert(1, "\"exp\":\"4102444800\",")),
        ["exp-is-beyond-time"] = (HttpStatusCode.ServiceUnavailable, good => good.Insert(1, "\"exp\":9223372036854775807,")),
        ["exp-is-beyond-numbers"] = (HttpStatusCode.ServiceUnavailable, good => good.Insert(1, "\"exp\":1e400,")),
        ["exp-is-null"] = (HttpStatusCode.ServiceUnavailable, good => good.Insert(1, "\"exp\":null,")),
        ["exp-is-over"] = (HttpStatusCode.Unauthorized, good => good.Insert(1, "\"exp\":1000000000,")),
        ["nbf-is-to-come"] = (HttpStatusCode.Unauthorized, good => good.Insert(1, "\"nbf\":4102444800,")),
        ["nbf-is-an-object"] = (HttpStatusCode.ServiceUnavailable, good => good.Insert(1, "\"nbf\":{},")),
        ["another-audience"] = (HttpStatusCode.Unauthorized, good => good.Replace("resource-api", "resource-api-2", StringComparison.Ordinal)),
        ["the-audience-in-an-object"] = (HttpStatusCode.Unauthorized, good => good.Replace("\"resource-api\"", "{\"resource-api\":true}", StringComparison.Ordinal)),
        ["iat-is-a-text-of-letters"] = (HttpStatusCode.Unauthorized, good => good.Replace("\"iat\":", "\"iat\":\"now\",\"was\":", StringComparison.Ordinal)),
        ["the-scope-is-missing"] = (HttpStatusCode.Forbidden, good => good.Replace("\"scope\"", "\"scopes\"", StringComparison.Ordinal)),
        ["the-role-in-an-object"] = (HttpStatusCode.Forbidden, good => good.Replace("\"dataEventRecords.user\"", "{\"dataEventRecords.user\":1}", StringComparison.Ordinal)),
    };

    private static readonly Dictionary<string, Func<HttpContext, string, Task>> Answers = new()
    {
        ["401"] = (http, good) => WriteAsync(http, good, StatusCodes.Status401Unauthorized),
        ["403"] = (http, good) => WriteAsync(http, good, StatusCodes.Status403Forbidden),
        ["404"] = (http, good) => WriteAsync(http, good, StatusCodes.Status404NotFound),
        ["201"] = (http, good) => WriteAsync(http, good, StatusCodes.Status201Created),
        ["500"] = (http, good) => WriteAsync(http, good, StatusCodes.Status500InternalServerError),
        ["503"] = (http, good) => WriteAsync(http, good, StatusCodes.Status503ServiceUnavailable),
        ["a-redirect"] = (http, good) =>
        {
            http.Response.Headers.Location = "/.well-known/openid-configuration";
            return WriteAsync(http, good, StatusCodes.Status307TemporaryRedirect);
        },
        ["cut-off-in-the-middle"] = async (http, good) =>
        {
            http.Response.ContentLength = good.Length;
            await http.Response.WriteAsync(good[..20]);
            await http.Response.Body.FlushAsync();
            http.Abort();
        },
        ["never"] = (http, _) => Task.Delay(Timeout.Infinite, http.RequestAborted),
        ["never-to-its-end"] = async (http, good) =>
        {
            await http.Response.WriteAsync(good[..^1]);
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        },
    };

    [Fact]
    public async Task No_shape_of_an_answer_is_accepted_or_breaks_the_API()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("control", http => WriteAsync(http, Good())));
        var faults = new List<string>();
        foreach (var (name, (expected, change)) in Bodies)
        {
            Assert.NotEqual(Good(), change(Good()));
            if (await StatusAsync(name, http => WriteAsync(http, change(Good()))) is var status && status != expected)
                faults.Add($"{name}: {(int)status} instead of {(int)expected}");
            // Nothing of it was kept: the same token, asked for again, is good.
            if (!IsAnAnswer(name) && await StatusAsync(name, http => WriteAsync(http, Good())) is not HttpStatusCode.OK and var after)
                faults.Add($"{name}: {(int)after} afterwards");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task No_failure_of_the_endpoint_is_accepted_or_blamed_on_the_caller()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("control", http => WriteAsync(http, Good())));
        var before = _provider.Asked;
        // All at once, because two of them wait for the time limit: each token asks for its own answer.
        _provider.Introspect = async http => await Answers[(await http.Request.ReadFormAsync())["token"]!](http, Good());
        var statuses = await Task.WhenAll(Answers.Keys.Select(async name => (name, Status: await StatusAsync(name))));
        Assert.All(statuses, it => Assert.Equal((it.name, HttpStatusCode.ServiceUnavailable), it));
        Assert.Equal(Answers.Count, _provider.Asked - before);

        _provider.Introspect = http => WriteAsync(http, Good());
        foreach (var name in Answers.Keys)
            Assert.Equal((name, HttpStatusCode.OK), (name, await StatusAsync(name)));
    }

    [Theory, InlineData(200, "<html><body>Maintenance</body></html>"), InlineData(200, ""), InlineData(200, "[]"), InlineData(200, "null"), InlineData(404, "{}"), InlineData(500, "")]
    public async Task No_answer_in_place_of_the_providers_metadata_breaks_the_API_or_is_blamed_on_a_token(int status, string body)
    {
        _provider.Discover = http => WriteAsync(http, body, status);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(AnyJwt));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync("reference", http => WriteAsync(http, Good())));
        Assert.Equal(0, _provider.Asked);

        // It is tried again soon, and not for each request.
        _provider.Discover = null;
        await Until.IsTrueAsync(async () => await StatusAsync("reference") is HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(AnyJwt));
    }

    [Theory, InlineData("reference"), InlineData(AnyJwt)]
    public async Task Metadata_that_never_comes_holds_a_request_no_longer_than_an_introspection_may(string token)
    {
        _provider.Discover = http => Task.Delay(Timeout.Infinite, http.RequestAborted);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(token, http => WriteAsync(http, Good())).WaitAsync(Until.Deadline));
        Assert.Equal(0, _provider.Asked);
    }

    [Theory, InlineData("null"), InlineData("\"\""), InlineData("\"/tokens/ask\""), InlineData("\"file:///etc/passwd\"")]
    public async Task Metadata_without_an_introspection_endpoint_that_can_be_asked_is_an_outage_of_reference_tokens_only(string endpoint)
    {
        _provider.Discover = http => WriteAsync(http, $$"""{"issuer":"{{_provider.Issuer}}","jwks_uri":"{{_provider.Issuer}}/jwks","introspection_endpoint":{{endpoint}}}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync("reference", http => WriteAsync(http, Good())));
        Assert.Equal(0, _provider.Asked);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(AnyJwt));
    }

    [Fact]
    public async Task An_endpoint_that_moves_is_found_again_without_a_restart()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("before", http => WriteAsync(http, Good())));
        _provider.Discover = http => WriteAsync(http, $$"""{"issuer":"{{_provider.Issuer}}","jwks_uri":"{{_provider.Issuer}}/jwks","introspection_endpoint":"{{_provider.Issuer}}/tokens/moved"}""");
        _provider.Introspect = http => WriteAsync(http, Good(), http.Request.Path == "/tokens/moved" ? StatusCodes.Status200OK : StatusCodes.Status404NotFound);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync("after"));
        await Until.IsTrueAsync(async () => await StatusAsync("after") is HttpStatusCode.OK);
    }

    [Theory, InlineData("http", HttpStatusCode.ServiceUnavailable, 0), InlineData("https", HttpStatusCode.OK, 1)]
    public async Task The_secret_of_the_API_goes_nowhere_without_TLS(string scheme, HttpStatusCode expected, int asked)
    {
        var provider = new PaperProvider($$"""{"issuer":"https://idp.test","jwks_uri":"https://idp.test/jwks","introspection_endpoint":"{{scheme}}://idp.test/ask"}""", Good());
        await using var api = _api.WithWebHostBuilder(host =>
        {
            host.UseSetting("DataDirectory", _data.Of("another"));
            host.UseSetting("OpenIdConnect:Authority", "https://idp.test");
            host.UseSetting("AccessTokens:RequireHttpsMetadata", "true");
            host.ConfigureTestServices(services =>
            {
                foreach (var client in new[] { "ProviderMetadata", "IntrospectionClient" })
                    services.AddHttpClient(client).ConfigurePrimaryHttpMessageHandler(() => provider);
            });
        });
        using var http = api.CreateClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "reference");

        using var answer = await http.GetAsync(RecordsClient.Path);

        Assert.Equal((expected, asked), (answer.StatusCode, provider.Asked));
    }

    public async Task InitializeAsync()
    {
        _provider = await OddProvider.StartAsync();
        _api = new WebApplicationFactory<ResourceApiApp::Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development");
            host.UseSetting("DataDirectory", _data.Path);
            host.UseSetting("OpenIdConnect:Authority", _provider.Issuer);
            host.UseSetting("AccessTokens:IntrospectionTimeout", "00:00:10");     // for a slow machine; what never answers takes as long
            host.UseSetting("Logging:LogLevel:Default", "None");
        });
        _http = _api.CreateClient();
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _api.DisposeAsync();
        await _provider.DisposeAsync();
        _data.Dispose();
    }

    // The answer itself is one; what it says of the person is not enough.
    private static bool IsAnAnswer(string name) => name is "iat-is-a-text-of-letters" or "the-scope-is-missing" or "the-role-in-an-object";

    private string Good() => $$"""
        {"active":true,"iss":"{{_provider.Issuer}}","aud":"resource-api","client_id":"client-b","sub":"alice","sid":"s","iat":{{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}},"scope":"openid dataEventRecords","role":["dataEventRecords.user"]}
        """.Trim();

    private static Task WriteAsync(HttpContext http, string body, int status = StatusCodes.Status200OK)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body)).AsTask();
    }

    private Task<HttpStatusCode> StatusAsync(string token, Func<HttpContext, Task> introspect)
    {
        _provider.Introspect = introspect;
        return StatusAsync(token);
    }

    private async Task<HttpStatusCode> StatusAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, RecordsClient.Path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _http.SendAsync(request);
        return answer.StatusCode;
    }
}
