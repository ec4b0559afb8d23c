using System.Net;
using System.Text.Json;

using Xunit;

namespace IdentityHost.Tests.Pages;

public sealed class SignedOutPageTests : IAsyncLifetime
{
    private readonly PagesHost _host = new();

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact] // C-078
    public async Task An_app_that_has_not_answered_is_named_until_it_has()
    {
        _host.Deliveries.Silent.Add("client-b");
        using var browser = await SignOutAsync("client-a", "client-b", "front");
        var page = await browser.GetAsync(browser.Last!);
        Assert.Contains("Signed out of Client A. Front Only was asked through this browser. Client B has not answered yet; we keep trying.", page.Main, StringComparison.Ordinal);
        Assert.Equal(["Client A", "Client B", "Front Only"], page.Html.QuerySelectorAll("#apps .name").Select(name => name.TextContent));
        Assert.NotNull(page.Html.QuerySelector("#again a"));

        var address = page.Html.GetElementById("apps")!.GetAttribute("data-status")!;
        var report = await JsonAsync(browser, address);
        Assert.False(report.GetProperty("done").GetBoolean());

        _host.Deliveries.Acknowledge("client-b");
        report = await JsonAsync(browser, address);
        Assert.True(report.GetProperty("done").GetBoolean());
        Assert.Contains("Signed out of Client A and Client B.", report.GetProperty("summary").GetString(), StringComparison.Ordinal);
        page = await browser.GetAsync(browser.Last!);
        Assert.Equal("", page.Html.GetElementById("apps")!.GetAttribute("data-status"));
        Assert.Null(page.Html.GetElementById("again"));
    }

    [Fact]
    public async Task An_app_that_was_given_up_is_not_called_signed_out()
    {
        _host.Deliveries.Lost.Add("client-a");
        using var browser = await SignOutAsync("client-a");
        var page = await browser.GetAsync(browser.Last!);
        Assert.Contains("Client A could not be told: sign out there yourself.", page.Main, StringComparison.Ordinal);
        Assert.DoesNotContain("Signed out of", page.Main, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("batch-0")]
    [InlineData("CfDJ8AAAA")]
    public async Task A_receipt_that_is_made_up_shows_nothing(string receipt)
    {
        using var browser = await SignOutAsync("client-a");
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Inner.GetAsync("/account/signed-out/status?r=" + receipt)).Status);
        Assert.DoesNotContain("Client A", (await browser.GetAsync("/account/signed-out?r=" + receipt)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_names_apps_and_nobody()
    {
        using var browser = await SignOutAsync("client-a");
        using var stranger = _host.Browse();
        var page = await stranger.GetAsync(browser.Last!);
        Assert.Contains("Client A", page.Main, StringComparison.Ordinal);
        Assert.DoesNotContain("lice", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("sid-", page.Text, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> JsonAsync(SignedOutBrowser browser, string address)
        => JsonDocument.Parse((await browser.GetAsync(address)).Text).RootElement;

    private async Task<SignedOutBrowser> SignOutAsync(params string[] participants)
    {
        var browser = await _host.BrowseAsAsync("alice");
        _host.Sessions.Participants[_host.Sessions.All[^1].Sid] = [.. participants];
        var answer = await browser.PressAsync(await browser.GetAsync("/account/logout"), "main button[value=yes]");
        var next = answer.Location ?? answer.Html.GetElementById("front-channel")!.GetAttribute("data-next");
        return new SignedOutBrowser(browser, next);
    }

    private sealed record SignedOutBrowser(Browser Inner, string? Last) : IDisposable
    {
        public Task<Answer> GetAsync(string path) => Inner.GetAsync(path);

        public void Dispose() => Inner.Dispose();
    }
}
