using System.Net;

using Xunit;

namespace IdentityHost.Tests.Pages;

public sealed class EveryPageTests(PagesHost host) : IClassFixture<PagesHost>
{
    private static readonly string[] _admin =
    [
        "/admin", "/admin/sessions", "/admin/users", "/admin/users/one?sub=s-alice", "/admin/ledger", "/admin/still", "/admin/clients", "/admin/reports?batch=b", "/admin/audit",
    ];

    public static TheoryData<string> Public { get; } = ["/", "/account/login", "/account/signed-out", "/account/signed-out?r=x", "/error", "/error?errorId=known", "/nothing", "/test/broken"];

    public static TheoryData<string> Private { get; } = ["/account/logout", "/account/sessions", "/account/password"];

    public static TheoryData<string> Administration { get; } = [.. _admin];

    [Theory]
    [MemberData(nameof(Public))]
    [MemberData(nameof(Private))]
    [MemberData(nameof(Administration))]
    public async Task A_page_is_protected_by_its_headers_and_needs_nothing_inline(string path)   // C-110, C-112
    {
        using var browser = await host.BrowseAsAsync("root");
        var page = await browser.GetAsync(path);
        var policy = page.Header("Content-Security-Policy");
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal(("DENY", "no-referrer", "nosniff"), (page.Header("X-Frame-Options"), page.Header("Referrer-Policy"), page.Header("X-Content-Type-Options")));
        Assert.Contains("no-store", page.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Empty(page.Html.QuerySelectorAll("script:not([src]), style, [style]"));
        Assert.DoesNotContain(page.Html.All.SelectMany(element => element.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal));
        Assert.All(page.Html.QuerySelectorAll("form[method=post]"), form => Assert.NotNull(form.QuerySelector("input[name=__RequestVerificationToken]")));
    }

    [Theory]
    [MemberData(nameof(Public))]
    [MemberData(nameof(Private))]
    [MemberData(nameof(Administration))]
    public async Task A_page_can_be_read_by_a_screen_reader(string path)
    {
        using var browser = await host.BrowseAsAsync("root");
        var html = (await browser.GetAsync(path)).Html;
        Assert.Equal("en", html.DocumentElement.GetAttribute("lang"));
        Assert.EndsWith("IdentityHost", html.Title, StringComparison.Ordinal);
        Assert.Single(html.QuerySelectorAll("h1"));
        Assert.Single(html.QuerySelectorAll("main"));
        Assert.All(html.QuerySelectorAll("input:not([type=hidden]):not([aria-hidden]), select"), input => Assert.NotNull(html.QuerySelector($"label[for='{input.Id}']")));
        Assert.All(html.QuerySelectorAll("button, a"), control => Assert.NotEqual("", (control.GetAttribute("aria-label") ?? control.TextContent).Trim()));
        Assert.All(html.QuerySelectorAll("iframe"), frame => Assert.NotNull(frame.GetAttribute("title")));
        var ids = html.QuerySelectorAll("[id]").Select(element => element.Id).ToList();
        Assert.Equal(ids.Distinct(), ids);
    }

    [Theory]
    [MemberData(nameof(Private))]
    [MemberData(nameof(Administration))]
    public async Task Nobody_sees_a_private_page_without_a_session(string path)
    {
        using var browser = host.Browse();
        var answer = await browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.StartsWith(path == "/account/logout" ? "/account/signed-out" : "/account/login?ReturnUrl=" + Uri.EscapeDataString(path), answer.Location, StringComparison.Ordinal);
        Assert.Equal("", answer.Text);
    }

    [Theory]
    [MemberData(nameof(Administration))]
    public async Task An_administration_page_refuses_everybody_else(string path)
    {
        using var browser = await host.BrowseAsAsync("alice");
        var answer = await browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains("does not have the role", answer.Main, StringComparison.Ordinal);
        Assert.Empty(answer.Html.QuerySelectorAll("table"));
    }

    [Theory]
    [MemberData(nameof(Private))]
    [MemberData(nameof(Administration))]
    public async Task Reading_a_page_changes_nothing(string path)
    {
        using var browser = await host.BrowseAsAsync("root");
        var before = (host.Door.Requests.Count, host.Sessions.All.Count(session => session.EndedAt is null), host.Deliveries.Rows.Count);
        foreach (var query in new[] { "", "handler=End&sid=sid-1", "handler=All&answer=yes", "handler=Disable", "handler=Retry&id=x" })
            await browser.GetAsync(path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + query);
        Assert.Equal(before, (host.Door.Requests.Count, host.Sessions.All.Count(session => session.EndedAt is null), host.Deliveries.Rows.Count));
    }

    [Fact]
    public async Task An_error_is_shown_as_text_with_what_support_needs()
    {
        var page = await host.Browse().GetAsync("/error?errorId=known");
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains("The redirect_uri <b>is not</b> registered.", page.Main, StringComparison.Ordinal);
        Assert.Contains("req-1", page.Main, StringComparison.Ordinal);
        Assert.Contains("The app that sent you here is Client A.", page.Main, StringComparison.Ordinal);
        Assert.Contains("invalid_request", page.Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bug_shows_nothing_of_the_inside()
    {
        foreach (var path in new[] { "/test/broken", "/api/broken" })
        {
            var answer = await host.Browse().GetAsync(path);
            Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
            Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_status_page_is_no_page_of_its_own()
        => Assert.Equal(HttpStatusCode.NotFound, (await host.Browse().GetAsync("/status/500")).Status);
}
