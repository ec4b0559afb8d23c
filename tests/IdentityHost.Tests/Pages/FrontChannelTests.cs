using System.Net;

using AngleSharp.Dom;

using IdentityHost.Provider;

using Xunit;

namespace IdentityHost.Tests.Pages;

/// <summary>Rows C-117 to C-122 of the conformance list.</summary>
public sealed class FrontChannelTests(PagesHost host) : IClassFixture<PagesHost>
{
    private const string Back = "https://a.test/out?state=xyz";

    [Fact] // C-117, C-118, C-119, C-122
    public async Task Every_participant_with_a_front_channel_gets_one_frame_with_iss_and_sid()
    {
        var (page, sid) = await SignOutAsync("client-a", "both", "front", "mute");
        var session = $"iss={Uri.EscapeDataString("https://provider.test")}&sid={sid}";
        Assert.Equal(
            [$"https://both.test/front?{session}", $"https://front.test:8443/out?keep=me&{session}"],
            page.Html.QuerySelectorAll("iframe").Select(frame => frame.GetAttribute("src")!).Order());
        Assert.Equal(["both", "client-a"], host.Deliveries.Rows.Where(row => row.Sid == sid).Select(row => row.ClientId).Order());
    }

    [Fact] // C-121
    public async Task The_page_may_frame_exactly_these_origins_and_cannot_be_framed()
    {
        var (page, _) = await SignOutAsync("both", "front");
        var policy = page.Header("Content-Security-Policy");
        Assert.Contains("; frame-src https://both.test https://front.test:8443; ", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
    }

    [Fact] // C-120
    public async Task The_page_goes_on_by_script_and_without_script()
    {
        var (page, _) = await SignOutAsync("front");
        var box = page.Html.GetElementById("front-channel")!;
        Assert.Equal(Back, box.GetAttribute("data-next"));
        Assert.True(int.Parse(box.GetAttribute("data-timeout")!, System.Globalization.CultureInfo.InvariantCulture) is > 0 and <= 5000);
        Assert.Contains($"4;url={Back}", page.Html.QuerySelector("noscript")!.TextContent + page.Html.QuerySelector("noscript")!.InnerHtml, StringComparison.Ordinal);
        Assert.Equal(Back, page.Html.QuerySelector("main a")!.GetAttribute("href"));
        Assert.NotNull(page.Html.QuerySelector("script[src^='/front-channel.js']:not([defer])"));
    }

    [Fact]
    public async Task Without_front_channel_participants_the_person_goes_on_at_once()
    {
        var (page, _) = await SignOutAsync("client-a", "client-b");
        Assert.Equal((HttpStatusCode.SeeOther, Back), (page.Status, page.Location));
    }

    [Fact]
    public async Task A_browser_that_lost_the_providers_cookie_still_asks_the_apps_whose_cookies_it_has()
    {
        var session = host.Sessions.Add("s-alice", clients: ["client-a", "front"]);
        var id = $"id-{Guid.NewGuid():N}";
        host.Provider.SignOuts[id] = new SignOutContext("client-a", "Client A", session.Sid, Back, false);
        using var browser = host.Browse();

        var page = await browser.GetAsync($"/account/logout?logoutId={id}");

        Assert.False(host.Sessions.IsAlive(session.Sid));
        Assert.Equal(
            $"https://front.test:8443/out?keep=me&iss={Uri.EscapeDataString("https://provider.test")}&sid={session.Sid}",
            Assert.Single(page.Html.QuerySelectorAll("iframe")).GetAttribute("src"));
        Assert.Equal(Back, page.Html.GetElementById("front-channel")!.GetAttribute("data-next"));
        // The same link again: the session has ended, and nobody is asked twice.
        Assert.Equal(Back, (await browser.GetAsync($"/account/logout?logoutId={id}")).Location);
    }

    private async Task<(Answer Page, string Sid)> SignOutAsync(params string[] participants)
    {
        using var browser = await host.BrowseAsAsync("alice");
        var sid = host.Sessions.All[^1].Sid;
        host.Sessions.Participants[sid] = [.. participants];
        var id = $"id-{Guid.NewGuid():N}";
        host.Provider.SignOuts[id] = new SignOutContext("client-a", "Client A", sid, Back, false);
        return (await browser.GetAsync($"/account/logout?logoutId={id}"), sid);
    }
}
