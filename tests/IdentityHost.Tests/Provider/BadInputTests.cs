using System.Net;
using System.Net.Http.Headers;
using System.Text;

using Xunit;

namespace IdentityHost.Tests.Provider;

/// <summary>Whatever is sent: a clear 4xx or the error page, never 5xx, never another host.</summary>
public sealed class BadInputTests(ProviderHost host) : ProviderTest(host)
{
    private static readonly string[] Machine = ["/connect/token", "/connect/introspect", "/connect/revocation"];
    private static readonly string[] People = ["/connect/authorize", "/connect/endsession"];

    public static TheoryData<string, string?, string> Bodies()
    {
        var data = new TheoryData<string, string?, string>();
        foreach (var path in Machine.Concat(People))
        {
            data.Add(path, null, "token=a");
            data.Add(path, "application/json", "{\"token\":\"a\"}");
            data.Add(path, "text/plain", "token=a");
            data.Add(path, "multipart/form-data", "token=a");
            data.Add(path, "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\na\r\n--x--");
            data.Add(path, "application/x-www-form-urlencoded; charset=utf-7", "token=a");
            data.Add(path, "application/x-www-form-urlencoded; charset=utf-16", "token=a");
            data.Add(path, "application/x-www-form-urlencoded; charset=nonsense", "token=a");
            data.Add(path, "application/x-www-form-urlencoded", "token=%00");
            data.Add(path, "application/x-www-form-urlencoded", "token=%C3%28");
            data.Add(path, "application/x-www-form-urlencoded", "token=%zz");
            data.Add(path, "application/x-www-form-urlencoded", "token=%");
            data.Add(path, "application/x-www-form-urlencoded", "token=a&token=b");
            data.Add(path, "application/x-www-form-urlencoded", "token=" + new string('a', 100_000));
            data.Add(path, "application/x-www-form-urlencoded", new string('k', 70_000) + "=a");
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_cannot_be_read_is_refused(string path, string? contentType, string body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        if (contentType is not null)
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        AssertRefused(path, await NewBrowser().SendAsync(request));
    }

    [Fact]
    public async Task A_compressed_body_is_refused()
    {
        foreach (var path in Machine.Concat(People))
        {
            var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Browser.Form([new("token", "a")]) };
            request.Content.Headers.ContentEncoding.Add("gzip");
            AssertRefused(path, await NewBrowser().SendAsync(request));
        }
    }

    [Fact]
    public async Task Two_thousand_parameters_are_no_problem()
    {
        var form = Enumerable.Range(0, 2000).ToDictionary(i => $"p{i}", i => (string?)"v");
        foreach (var path in Machine)
            Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(path, form)).Status);
    }

    [Theory]
    [InlineData("/connect/token", "GET", "POST")]
    [InlineData("/connect/token", "PUT", "POST")]
    [InlineData("/connect/token", "HEAD", "POST")]
    [InlineData("/connect/revocation", "GET", "POST")]
    [InlineData("/connect/introspect", "DELETE", "POST")]
    [InlineData("/connect/introspect", "OPTIONS", "POST")]
    [InlineData("/connect/userinfo", "PUT", "GET, POST")]
    [InlineData("/connect/authorize", "PUT", "GET, POST")]
    [InlineData("/connect/authorize", "HEAD", "GET, POST")]
    [InlineData("/connect/endsession", "DELETE", "GET, POST")]
    [InlineData("/.well-known/openid-configuration", "POST", "GET, HEAD")]
    [InlineData("/.well-known/openid-configuration/jwks", "POST", "GET, HEAD")]
    public async Task Another_method_is_405_and_says_which(string path, string method, string allowed)
    {
        var answer = await NewBrowser().SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Status);
        Assert.Equal(allowed, answer.Header("Allow"));
        Assert.Contains("no-store", answer.Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parameter_names_in_other_letters_are_other_parameters()
    {
        var (_, tokens) = await TokensAsync();
        var answer = await PostAsync("/connect/introspect", new() { ["TOKEN"] = tokens.Text("access_token") }, "orders", "orders-secret");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        var both = await PostAsync("/connect/introspect", new() { ["TOKEN"] = "x", ["token"] = tokens.Text("access_token") }, "orders", "orders-secret");
        Assert.True(both.Json.GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task The_database_away_is_503_with_Retry_After()
    {
        await using var host = new BrokenDatabaseHost();
        using var client = host.CreateClient(new() { BaseAddress = new Uri(ProviderHost.Issuer), AllowAutoRedirect = false });
        var request = new HttpRequestMessage(HttpMethod.Post, "/connect/revocation")
        {
            Content = Browser.Form([new("token", "some-token"), new("client_id", "web"), new("client_secret", "web-secret")]),
        };
        host.Break();
        var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Contains("temporarily_unavailable", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory, InlineData("/"), InlineData("/account/sessions"), InlineData("/admin/users"), InlineData("/account/logout"), InlineData("/connect/authorize?client_id=web")]
    public async Task Somebody_who_is_signed_in_gets_a_page_that_says_so_while_the_database_is_away(string path)
    {
        await using var host = new BrokenDatabaseHost();
        using var client = host.CreateClient(new() { BaseAddress = new Uri(ProviderHost.Issuer), AllowAutoRedirect = false });
        host.Break();
        foreach (var (accept, type) in new[] { ("text/html", "text/html"), ("application/json", "application/problem+json") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("Accept", accept);
            request.Headers.Add("Cookie", $"__Host-identity={Data.Secret.New()}");

            using var response = await client.SendAsync(request);

            Assert.Equal((HttpStatusCode.ServiceUnavailable, type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
            Assert.NotNull(response.Headers.RetryAfter);
        }
    }

    private static void AssertRefused(string path, Answer answer)
    {
        if (People.Contains(path))
        {
            Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
            Assert.StartsWith("/error?errorId=", answer.Location);
            return;
        }
        Assert.True(answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge, $"{answer.Status}: {answer.Body}");
        Assert.Equal("invalid_request", answer.Error);
        Assert.Contains("no-store", answer.Header("Cache-Control"), StringComparison.Ordinal);
    }
}
