using System.Net;

using AngleSharp.Dom;

using Xunit;

namespace IdentityHost.Tests.Pages;

public sealed class MySessionsTests : IAsyncLifetime
{
    private readonly PagesHost _host = new();

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Every_browser_is_listed_with_its_apps_and_this_one_first()
    {
        _host.Sessions.Add("s-alice", clients: ["client-a"]);
        _host.Sessions.Add("s-bob", "Mozilla/5.0 (iPhone) Safari/604.1", "client-b");
        using var browser = await _host.BrowseAsAsync("alice");
        var page = await browser.GetAsync("/account/sessions");
        var titles = page.Html.QuerySelectorAll(".session h2").Select(title => string.Join(' ', title.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(["Chrome on Linux this browser", "Firefox on Linux"], titles);
        Assert.Contains("Client A", page.Main, StringComparison.Ordinal);
        Assert.DoesNotContain("Client B", page.Main, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_other_browser_can_be_signed_out()
    {
        var (other, third) = (_host.Sessions.Add("s-alice", clients: ["client-a"]), _host.Sessions.Add("s-alice"));
        using var browser = await _host.BrowseAsAsync("alice");
        var page = await browser.GetAsync("/account/sessions");
        var form = page.Html.QuerySelector($".session input[value='{other.Sid}']")!.Closest("form")!;
        var answer = await browser.PostAsync(
            form.QuerySelector("button")!.GetAttribute("formaction")!,
            ("sid", other.Sid), ("__RequestVerificationToken", form.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!));
        Assert.Contains("Browser signed out Signed out of Client A.", (await browser.GetAsync(answer.Location!)).Main, StringComparison.Ordinal);
        Assert.Equal((false, true), (_host.Sessions.IsAlive(other.Sid), _host.Sessions.IsAlive(third.Sid)));
    }

    [Fact]
    public async Task Somebody_elses_session_cannot_be_ended()
    {
        var bobs = _host.Sessions.Add("s-bob");
        using var browser = await _host.BrowseAsAsync("alice");
        var page = await browser.GetAsync("/account/sessions");
        var token = page.Html.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await browser.PostAsync("/account/sessions?handler=One", ("sid", bobs.Sid), ("__RequestVerificationToken", token));
        Assert.Equal((true, 0), (_host.Sessions.IsAlive(bobs.Sid), _host.Door.Requests.Count));
    }

    [Fact]
    public async Task The_others_can_be_signed_out_and_this_browser_stays()
    {
        var other = _host.Sessions.Add("s-alice");
        using var browser = await _host.BrowseAsAsync("alice");
        await browser.PressAsync(await browser.GetAsync("/account/sessions"), "button[formaction*=Others]");
        Assert.False(_host.Sessions.IsAlive(other.Sid));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account/sessions")).Status);
    }

    [Theory]
    [InlineData("wrong", "a new long password", "a new long password")]
    [InlineData("alice", "a new long password", "another one here")]
    [InlineData("alice", "short", "short")]
    [InlineData("alice", "aaaaaaaaaaaa", "aaaaaaaaaaaa")]
    [InlineData("", "", "")]
    public async Task A_password_is_not_changed_when_something_is_wrong(string current, string next, string repeat)
    {
        var other = _host.Sessions.Add("s-alice");
        using var browser = await _host.BrowseAsAsync("alice");
        var answer = await browser.SubmitAsync(await browser.GetAsync("/account/password"), ("Current", current), ("New", next), ("Repeat", repeat));
        Assert.Equal((HttpStatusCode.BadRequest, true), (answer.Status, _host.Sessions.IsAlive(other.Sid)));
        Assert.NotNull(answer.Html.QuerySelector("[role=alert]"));
        using var again = await _host.BrowseAsAsync("alice");   // the old password still works
    }

    [Fact]
    public async Task A_changed_password_ends_the_other_browsers_only()
    {
        var other = _host.Sessions.Add("s-alice");
        using var browser = await _host.BrowseAsAsync("alice");
        var answer = await browser.SubmitAsync(
            await browser.GetAsync("/account/password"), ("Current", "alice"), ("New", "a new long password"), ("Repeat", "a new long password"));
        Assert.Equal((HttpStatusCode.SeeOther, false), (answer.Status, _host.Sessions.IsAlive(other.Sid)));
        Assert.Contains("Your password is changed", (await browser.GetAsync("/")).Main, StringComparison.Ordinal);
    }
}
