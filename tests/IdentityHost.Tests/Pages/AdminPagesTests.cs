using System.Net;

using IdentityHost.Delivery;
using IdentityHost.EndSession;

using Xunit;

namespace IdentityHost.Tests.Pages;

public sealed class AdminPagesTests : IAsyncLifetime
{
    private readonly PagesHost _host = new();

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Ending_a_session_leads_to_a_report_of_its_apps()
    {
        _host.Deliveries.Silent.Add("client-b");
        var session = _host.Sessions.Add("s-alice", clients: ["client-a", "client-b"]);
        using var browser = await _host.BrowseAsAsync("root");
        var list = await browser.GetAsync("/admin/sessions?search=s-alice");
        Assert.Contains("Firefox on Linux", list.Main, StringComparison.Ordinal);
        var answer = await browser.PressAsync(list, $"button[value='{session.Sid}']");
        Assert.False(_host.Sessions.IsAlive(session.Sid));
        Assert.Equal((EndReason.Admin, "s-root"), (_host.Door.Requests[^1].Reason, _host.Door.Requests[^1].Actor));
        var report = await browser.GetAsync(answer.Location!);
        Assert.Contains("1 of 2 deliveries acknowledged, 1 pending.", report.Main, StringComparison.Ordinal);
        Assert.NotNull(report.Html.QuerySelector("#again a"));
        Assert.Single(report.Html.QuerySelectorAll("script[src^='/report.js']"));
    }

    [Fact]
    public async Task Signing_a_person_out_everywhere_leaves_others_alone()
    {
        var (alice1, alice2, bob) = (_host.Sessions.Add("s-alice"), _host.Sessions.Add("s-alice"), _host.Sessions.Add("s-bob"));
        using var browser = await _host.BrowseAsAsync("root");
        var answer = await browser.PressAsync(await browser.GetAsync("/admin/users/one?sub=s-alice"), "button[formaction*=SignOut]");
        Assert.StartsWith("/admin/reports?batch=", answer.Location, StringComparison.Ordinal);
        Assert.Equal((false, false, true), (_host.Sessions.IsAlive(alice1.Sid), _host.Sessions.IsAlive(alice2.Sid), _host.Sessions.IsAlive(bob.Sid)));
    }

    [Fact]
    public async Task A_disabled_person_cannot_sign_in_until_enabled_again()
    {
        using var admin = await _host.BrowseAsAsync("root");
        await admin.PressAsync(await admin.GetAsync("/admin/users/one?sub=s-bob"), "button[formaction*=Disable]");
        Assert.Equal((EndReason.UserDisabled, "s-root", "s-bob"), (_host.Door.Requests[^1].Reason, _host.Door.Requests[^1].Actor, _host.Door.Requests[^1].Sub));
        using var bob = _host.Browse();
        var refused = await bob.SubmitAsync(await bob.GetAsync("/account/login"), ("Username", "bob"), ("Password", "bob"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.DoesNotContain("isabled", refused.Main, StringComparison.Ordinal);
        await admin.PressAsync(await admin.GetAsync("/admin/users/one?sub=s-bob"), "button[formaction*=Enable]");
        Assert.Equal(HttpStatusCode.SeeOther, (await bob.SubmitAsync(await bob.GetAsync("/account/login"), ("Username", "bob"), ("Password", "bob"))).Status);
    }

    [Fact]
    public async Task Administrators_cannot_lock_themselves_out()
    {
        using var browser = await _host.BrowseAsAsync("root");
        var answer = await browser.PressAsync(await browser.GetAsync("/admin/users/one?sub=s-root"), "button[formaction*=Disable]");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/admin")).Status);
    }

    [Fact]
    public async Task A_password_that_is_too_short_is_refused_and_a_good_one_ends_the_sessions()
    {
        var session = _host.Sessions.Add("s-bob");
        using var browser = await _host.BrowseAsAsync("root");
        var page = await browser.GetAsync("/admin/users/one?sub=s-bob");
        var answer = await browser.PressAsync(page, "button[formaction*=Password]", ("password", "short"));
        Assert.Equal((HttpStatusCode.BadRequest, true), (answer.Status, _host.Sessions.IsAlive(session.Sid)));
        answer = await browser.PressAsync(page, "button[formaction*=Password]", ("password", "correct horse battery"));
        Assert.Equal((HttpStatusCode.SeeOther, false), (answer.Status, _host.Sessions.IsAlive(session.Sid)));
    }

    [Fact]
    public async Task The_ledger_filters_and_who_still_believes_shows_only_what_is_open()
    {
        _host.Deliveries.Silent.Add("client-b");
        _host.Deliveries.Lost.Add("both");
        var session = _host.Sessions.Add("s-alice", clients: ["client-a", "client-b", "both"]);
        await _host.Door.EndAsync(new EndSessionRequest(EndReason.Expired) { Sid = session.Sid }, CancellationToken.None);
        using var browser = await _host.BrowseAsAsync("root");

        Assert.Equal(["Both Channels", "Client A", "Client B"], await AppsAsync("/admin/ledger"));
        Assert.Equal(["Client A"], await AppsAsync("/admin/ledger?state=delivered"));
        Assert.Equal(["Client B"], await AppsAsync("/admin/ledger?client=client-b&search=alice"));
        Assert.Empty(await AppsAsync("/admin/ledger?search=bob"));
        Assert.Equal(3, (await AppsAsync("/admin/ledger?state=nonsense")).Length);
        Assert.Equal(["Both Channels", "Client B"], await AppsAsync("/admin/still?search=alice"));
        Assert.Empty(await AppsAsync("/admin/still?search=bob"));
        Assert.Equal(["Both Channels", "Client B"], await AppsAsync("/admin/users/one?sub=s-alice"));

        var lost = _host.Deliveries.Rows.Single(row => row.State == DeliveryState.Dead);
        await browser.PressAsync(await browser.GetAsync("/admin/ledger"), $"button[value='{lost.Id}']");
        Assert.Equal(DeliveryState.Pending, _host.Deliveries.Rows.Single(row => row.Id == lost.Id).State);

        async Task<string[]> AppsAsync(string path)
            => [.. (await browser.GetAsync(path)).Html.QuerySelectorAll("td[data-label=App]").Select(cell => cell.TextContent.Trim()).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task Pages_of_a_long_list_follow_each_other_and_keep_the_filter()
    {
        for (var i = 0; i < 60; i++)
            _host.Sessions.Add("s-bob");
        using var browser = await _host.BrowseAsAsync("root");
        HashSet<string> seen = [];
        for (var path = "/admin/sessions?search=s-bob"; path is not null;)
        {
            var page = await browser.GetAsync(path);
            foreach (var button in page.Html.QuerySelectorAll("tbody button"))
                Assert.True(seen.Add(button.GetAttribute("value")!));
            path = page.Html.QuerySelector("a[rel=next]")?.GetAttribute("href");
            Assert.True(path is null || path.Contains("search=s-bob", StringComparison.Ordinal));
        }
        Assert.Equal(60, seen.Count);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/admin/sessions?p=-5")).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/admin/sessions?p=99999999999")).Status);
    }

    [Fact]
    public async Task A_test_shows_how_a_client_answers()
    {
        _host.Deliveries.Silent.Add("client-b");
        using var browser = await _host.BrowseAsAsync("root");
        var page = await browser.GetAsync("/admin/clients");
        Assert.Contains("<script>alert(1)</script>", page.Main, StringComparison.Ordinal);      // a name, not a script
        Assert.Empty(page.Html.QuerySelectorAll("main script"));
        Assert.Contains("Healthy. The client answered as it should. HTTP 200 · 12 ms · TLS 1.3", (await browser.PressAsync(page, "button[value=client-a]")).Main, StringComparison.Ordinal);
        Assert.Contains("Not healthy. Nobody answered", (await browser.PressAsync(page, "button[value=client-b]")).Main, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/admin/sessions?handler=End", "sid")]
    [InlineData("/admin/ledger?handler=Retry", "id")]
    [InlineData("/admin/clients", "clientId")]
    [InlineData("/admin/users/one?sub=s-alice&handler=Disable", "x")]
    [InlineData("/admin/users/one?sub=s-alice&handler=SignOut", "x")]
    public async Task Without_the_forms_token_or_the_role_nothing_happens(string path, string field)
    {
        var session = _host.Sessions.Add("s-alice");
        foreach (var (name, status) in new[] { ("root", HttpStatusCode.BadRequest), ("bob", HttpStatusCode.Forbidden) })
        {
            using var browser = await _host.BrowseAsAsync(name);
            Assert.Equal(status, (await browser.PostAsync(path, (field, session.Sid))).Status);
        }
        Assert.Equal((0, true), (_host.Door.Requests.Count, _host.Sessions.IsAlive(session.Sid)));
    }
}
