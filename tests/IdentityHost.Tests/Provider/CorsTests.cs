using System.Net;
using System.Net.Http.Headers;

using Xunit;

namespace IdentityHost.Tests.Provider;

public sealed class CorsTests(ProviderHost host) : ProviderTest(host)
{
    [Theory]
    [InlineData("/connect/token", "POST")]
    [InlineData("/connect/revocation", "POST")]
    [InlineData("/connect/userinfo", "GET")]
    public async Task A_registered_origin_may_ask_first(string path, string method)
    {
        var answer = await PreflightAsync(path, method, "https://spa.test");
        Assert.Equal(HttpStatusCode.NoContent, answer.Status);
        Assert.Equal("https://spa.test", answer.Header("Access-Control-Allow-Origin"));
        Assert.Contains(method, answer.Header("Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.Contains("authorization", answer.Header("Access-Control-Allow-Headers"), StringComparison.Ordinal);
        Assert.Contains("Origin", answer.Header("Vary"), StringComparison.Ordinal);
        Assert.Equal("", answer.Header("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData("https://evil.test")]
    [InlineData("https://SPA.test")]
    [InlineData("http://spa.test")]
    [InlineData("null")]
    public async Task Another_origin_gets_no_permission(string origin)
    {
        Assert.Equal("", (await PreflightAsync("/connect/token", "POST", origin)).Header("Access-Control-Allow-Origin"));
        Assert.Equal("", (await PreflightAsync("/connect/introspect", "POST", "https://spa.test")).Header("Access-Control-Allow-Origin"));
        Assert.Equal("", (await PreflightAsync("/connect/endsession", "POST", "https://spa.test")).Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Answers_and_errors_can_be_read_by_the_registered_origin()
    {
        var (_, tokens) = await TokensAsync("spa");
        var request = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.Text("access_token"));
        request.Headers.Add("Origin", "https://spa.test");
        Assert.Equal("https://spa.test", (await NewBrowser().SendAsync(request)).Header("Access-Control-Allow-Origin"));

        var wrong = new HttpRequestMessage(HttpMethod.Post, "/connect/token") { Content = Browser.Form([new("client_id", "spa")]) };
        wrong.Headers.Add("Origin", "https://spa.test");
        var answer = await NewBrowser().SendAsync(wrong);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("https://spa.test", answer.Header("Access-Control-Allow-Origin"));
    }

    private Task<Answer> PreflightAsync(string path, string method, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", method);
        return NewBrowser().SendAsync(request);
    }
}
