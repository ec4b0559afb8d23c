using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>Who is sent to sign in, and who is told 401.</summary>
public sealed class RequestKindTests
{
    [Theory]
    [InlineData(true, "Sec-Fetch-Mode", "navigate")]
    [InlineData(false, "Sec-Fetch-Mode", "cors")]
    [InlineData(false, "Sec-Fetch-Mode", "same-origin")]
    [InlineData(false, "Sec-Fetch-Mode", "no-cors")]
    [InlineData(false, "X-Requested-With", "XMLHttpRequest")]
    [InlineData(false, "Accept", "application/json")]
    [InlineData(false, "Accept", "application/problem+json, */*;q=0.1")]
    [InlineData(false, "Accept", "text/event-stream")]
    [InlineData(true, "Accept", "text/html,application/json")]
    [InlineData(true, "Accept", "*/*")]
    public async Task A_page_is_challenged_and_a_program_is_told_401(bool page, string header, string value)
    {
        await using var app = await SessionApp.StartAsync();
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        await app.LogoutAsync(sid: "s1");
        using var answer = await browser.Send("/private", (header, value));
        Assert.Equal(page ? HttpStatusCode.Redirect : HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Null(browser.Cookie());
    }

    [Fact]
    public async Task An_endpoint_that_declares_itself_an_api_gets_401_whoever_asks()
    {
        await using var app = await SessionApp.StartAsync(map: it => it.MapGet("/api", () => "data").RequireAuthorization().DisableCookieRedirect());
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        await app.LogoutAsync(sid: "s1");
        using var answer = await browser.Open("/api");
        Assert.Equal((HttpStatusCode.Unauthorized, "no-store"), (answer.StatusCode, answer.Headers.CacheControl?.ToString()));
    }

    [Fact]
    public async Task Somebody_who_was_never_signed_in_is_challenged_as_the_app_does()
    {
        await using var app = await SessionApp.StartAsync();
        using var browser = app.Browser();
        using var answer = await browser.Fetch("/private");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }
}
