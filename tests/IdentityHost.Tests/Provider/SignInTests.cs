using System.Net;

using Xunit;

namespace IdentityHost.Tests.Provider;

/// <summary>The way through the real sign-in page, seen from the protocol.</summary>
public sealed class SignInTests(ProviderHost host) : ProviderTest(host)
{
    [Fact]
    public async Task The_page_leads_back_to_the_client_with_303_and_cannot_be_framed()
    {
        var browser = NewBrowser();
        var page = await browser.FollowAsync(await AuthorizeAsync(browser, Authorization()));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("frame-ancestors 'none'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("The web application", page.Body, StringComparison.Ordinal);
        var posted = await browser.SubmitAsync(page, ("Username", "alice"), ("Password", "alice-password"));
        Assert.Equal(HttpStatusCode.SeeOther, posted.Status);
        Assert.StartsWith("/connect/authorize?", posted.Location);
        var back = await browser.FollowAsync(posted);
        Assert.Equal(HttpStatusCode.SeeOther, back.Status);
        var tokens = await TokenAsync(Redemption(back.Query["code"]));
        Assert.Equal(ProviderHost.Alice, tokens.Claims("id_token").GetProperty("sub").GetString());
    }

    [Theory, InlineData("https://idp.test"), InlineData("http://idp.test")]
    public async Task Every_cookie_is_secure_where_the_issuer_is_also_behind_a_proxy_that_ends_TLS(string asked)
    {
        using var client = Host.CreateClient(new() { BaseAddress = new Uri(asked), AllowAutoRedirect = false });
        using var page = await client.GetAsync(new Uri("/account/login", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var cookies = page.Headers.GetValues("Set-Cookie").ToList();
        Assert.Contains(cookies, cookie => cookie.StartsWith("identityhost.form=", StringComparison.Ordinal));
        Assert.All(cookies, cookie => Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_page_for_prompt_login_is_shown_to_somebody_who_is_signed_in()
    {
        var browser = NewBrowser();
        var sid = await browser.SignInAsync();
        Host.Time.Advance(TimeSpan.FromSeconds(2));
        var request = Authorization();
        request["prompt"] = "login";
        var page = await browser.FollowAsync(await AuthorizeAsync(browser, request));
        var back = await browser.FollowAsync(await browser.SubmitAsync(page, ("Username", "alice"), ("Password", "alice-password")));
        var tokens = await TokenAsync(Redemption(back.Query["code"]));
        Assert.Equal(sid, tokens.Claims("id_token").GetProperty("sid").GetString());
    }

    [Fact]
    public async Task The_cookie_is_new_at_every_sign_in_bound_to_the_host_and_not_the_sid()
    {
        var browser = NewBrowser();
        var first = await browser.GetAsync($"/test/signin?sub={ProviderHost.Alice}");
        var second = await browser.GetAsync($"/test/signin?sub={ProviderHost.Alice}");
        Assert.Equal(first.Body, second.Body);      // the same session
        Assert.NotEqual(Cookie(first), Cookie(second));
        var attributes = first.Header("Set-Cookie");
        Assert.StartsWith("__Host-", attributes);
        foreach (var attribute in new[] { "secure", "httponly", "samesite=lax", "path=/" })
            Assert.Contains(attribute, attributes, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", attributes, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(first.Body, attributes, StringComparison.Ordinal);
    }

    private static string Cookie(Answer answer) => answer.Header("Set-Cookie").Split(';')[0];
}
