using System.Net;

using IdentityHost.Tests.Pages.Fakes;

using Xunit;

namespace IdentityHost.Tests.Pages;

public sealed class SignInPageTests(PagesHost host) : IClassFixture<PagesHost>
{
    private static readonly string _forClient = "/account/login?ReturnUrl=" + Uri.EscapeDataString(FakeProvider.ReturnUrl);

    [Fact]
    public async Task The_page_names_the_client_fills_in_the_hint_and_offers_to_cancel()
    {
        using var browser = host.Browse();
        var page = await browser.GetAsync(_forClient);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("Client A", page.Main, StringComparison.Ordinal);
        Assert.Equal("alice", page.Html.QuerySelector("input[name=Username]")!.GetAttribute("value"));
        Assert.Equal("password", page.Html.QuerySelector("input[name=Password]")!.GetAttribute("type"));
        Assert.NotNull(page.Html.QuerySelector("a[href='https://a.test/signin-oidc?error=access_denied']"));
    }

    [Fact]
    public async Task The_right_password_leads_back_to_the_client()
    {
        using var browser = host.Browse();
        var answer = await browser.SubmitAsync(await browser.GetAsync(_forClient), ("Username", "alice"), ("Password", "alice"));
        Assert.Equal((HttpStatusCode.SeeOther, FakeProvider.ReturnUrl), (answer.Status, answer.Location));
    }

    [Theory]
    [InlineData("https://evil.test/")]
    [InlineData("//evil.test/")]
    [InlineData("/\\evil.test/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("\thttps://evil.test/")]
    [InlineData("/f\u00f6\u00f6")]      // not escaped, so no address
    [InlineData("")]
    public async Task A_return_address_that_is_not_ours_leads_to_the_start_page(string returnUrl)
    {
        using var browser = host.Browse();
        var page = await browser.GetAsync("/account/login?ReturnUrl=" + Uri.EscapeDataString(returnUrl));
        var answer = await browser.SubmitAsync(page, ("Username", "alice"), ("Password", "alice"));
        Assert.Equal((HttpStatusCode.SeeOther, "/"), (answer.Status, answer.Location));
    }

    [Fact]
    public async Task A_local_return_address_is_followed()
    {
        using var browser = host.Browse();
        var answer = await browser.SubmitAsync(await browser.GetAsync("/account/login?ReturnUrl=%2Faccount%2Fsessions"), ("Username", "alice"), ("Password", "alice"));
        Assert.Equal("/account/sessions", answer.Location);
    }

    [Fact]
    public async Task A_wrong_password_an_unknown_user_and_nonsense_read_the_same_and_sign_nobody_in()
    {
        (string, string)[] tries = [("alice", "wrong"), ("nobody", "wrong"), ("ali\u0001ce", "x"), ("", ""), ("alice", new string('x', 5000)), (new string('a', 5000), "x")];
        HashSet<string> texts = [];
        foreach (var (name, password) in tries)
        {
            using var browser = host.Browse();
            var before = host.Sessions.All.Count;
            var answer = await browser.SubmitAsync(await browser.GetAsync("/account/login"), ("Username", name), ("Password", password));
            Assert.Equal((HttpStatusCode.BadRequest, before), (answer.Status, host.Sessions.All.Count));
            Assert.DoesNotContain("fake.session", answer.Header("Set-Cookie"), StringComparison.Ordinal);
            texts.Add(answer.Html.QuerySelector("[role=alert]")!.TextContent.Trim());
            Assert.Null(answer.Html.QuerySelector("input[name=Password]")!.GetAttribute("value"));
        }
        Assert.Single(texts);
    }

    [Fact]
    public async Task A_form_that_cannot_be_read_is_the_senders_fault()
    {
        using var browser = host.Browse();
        var answer = await browser.SubmitAsync(await browser.GetAsync("/account/login"), ("Username", "ali\0ce"), ("Password", "x"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("not complete", answer.Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_too_many_attempts_the_page_says_how_long_to_wait()
    {
        using var browser = host.Browse();
        var page = await browser.GetAsync("/account/login");
        host.Users.SlowDown = TimeSpan.FromSeconds(6.2);
        try
        {
            var answer = await browser.SubmitAsync(page, ("Username", "alice"), ("Password", "alice"));
            Assert.Equal((HttpStatusCode.TooManyRequests, "7"), (answer.Status, answer.Header("Retry-After")));
            Assert.Contains("7 seconds", answer.Main, StringComparison.Ordinal);
        }
        finally
        {
            host.Users.SlowDown = TimeSpan.Zero;
        }
    }

    [Fact]
    public async Task Without_the_forms_token_nobody_is_signed_in()
    {
        using var browser = host.Browse();
        await browser.GetAsync("/account/login");
        var before = host.Sessions.All.Count;
        var answer = await browser.PostAsync("/account/login", ("Username", "alice"), ("Password", "alice"));
        Assert.Equal((HttpStatusCode.BadRequest, before), (answer.Status, host.Sessions.All.Count));
        Assert.Contains("not complete", answer.Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_form_still_works_after_a_sign_in_in_another_tab()
    {
        using var browser = host.Browse();
        var first = await browser.GetAsync(_forClient);
        await browser.SubmitAsync(await browser.GetAsync("/account/login"), ("Username", "alice"), ("Password", "alice"));
        var answer = await browser.SubmitAsync(first, ("Username", "alice"), ("Password", "alice"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
    }

    [Fact]
    public async Task Demo_users_are_not_named_outside_development()
        => Assert.DoesNotContain("bob", (await host.Browse().GetAsync("/account/login")).Text, StringComparison.Ordinal);

    [Fact]
    public async Task The_form_may_lead_to_this_clients_origin_and_to_no_other()
    {
        using var browser = host.Browse();
        Assert.Contains("form-action 'self' https://a.test; ", (await browser.GetAsync(_forClient)).Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("form-action 'self'; ", (await browser.GetAsync("/account/login")).Header("Content-Security-Policy"), StringComparison.Ordinal);
    }
}
