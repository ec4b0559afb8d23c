using System.Globalization;
using System.Net;
using Federation.Tests.Processes;
using Microsoft.Playwright;
using TestSupport;
using Xunit.Abstractions;

namespace Federation.Tests.Stage;

/// <summary>The start page beside real applications: what happens there is what it shows.</summary>
[Collection(OneDemo.Name)]
public sealed class StageTests(RunningDemo running, BrowserFixture browser, ITestOutputHelper output)
{
    private const int Rounds = 3;

    private readonly DemoTerminal _demo = running.Terminal;
    private readonly AppProcess _a = running.Terminal.App("ClientA"), _b = running.Terminal.App("ClientB");

    [Fact]
    public async Task The_start_page_shows_how_long_it_took_from_the_click_on_sign_out_until_the_last_tab_had_changed()
    {
        await using var alice = await browser.PersonAsync();
        var stage = await alice.OpenPageAsync(_demo.StartPage);
        await stage.WaitForSelectorAsync("#tile-ClientB .state[data-state=running]");
        for (var round = 1; round <= Rounds; round++)
        {
            var before = (await LastClickAsync(stage)).At;
            var a = await alice.SignInAsync(_a);
            var tabs = new[] { await alice.OpenAsync(_b), await alice.OpenAsync(_b, "/records"), await alice.OpenAsync(_demo.App("IdentityHost"), "/account/sessions") };
            foreach (var tab in tabs)
                await Tabs.ListenAsync(tab);

            await Person.SignOutAsync(a, _a);

            await Until.IsTrueAsync(
                async () => await LastClickAsync(stage) is var (at, changed) && at != before && changed == tabs.Length, what: "every open tab reported its change");
            foreach (var tab in tabs.Append(a))
                await tab.CloseAsync();
        }

        var shown = await stage.InnerTextAsync("#stopwatch");
        output.WriteLine(shown);
        Assert.Matches(@"^\d+(\.\d)? m?s", shown);
        Assert.Contains("the last of 3 open tabs", shown, StringComparison.Ordinal);
        Assert.Contains("Median of", shown, StringComparison.Ordinal);
        Assert.Empty(alice.Complaints);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Origin", "http://localhost:1")]
    [InlineData("Origin", "null")]
    [InlineData("Accept", "*/*")]
    public async Task Only_the_page_itself_presses_the_buttons(string header, string value)
    {
        using var answer = await PostAsync("/trouble/stop", (header, value));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var still = await http.GetAsync(new Uri(_b.Address, "/health"));
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Theory]
    [InlineData("http://localhost:1", "changed 1", HttpStatusCode.Forbidden)]
    [InlineData("null", "changed 1", HttpStatusCode.Forbidden)]
    [InlineData("", "changed 1", HttpStatusCode.Forbidden)]
    [InlineData("ClientB", "changed", HttpStatusCode.BadRequest)]
    [InlineData("ClientB", "changed -1", HttpStatusCode.BadRequest)]
    [InlineData("ClientB", "changed 99999999999999999", HttpStatusCode.BadRequest)]
    [InlineData("ClientB", "<b>changed</b> 1", HttpStatusCode.BadRequest)]
    [InlineData("ClientB", "changed 1 and a body that goes on for longer than anything true", HttpStatusCode.BadRequest)]
    public async Task Times_are_taken_from_the_pages_of_the_demo_only(string origin, string body, HttpStatusCode status)
    {
        var before = await EntriesAsync();

        using var answer = await PostAsync("/page-times", ("Origin", origin == "ClientB" ? _b.Address.GetLeftPart(UriPartial.Authority) : origin), body);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(before, await EntriesAsync());
    }

    [Fact]
    public async Task A_host_name_that_only_leads_here_is_not_served()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_demo.StartPage, "/events"));
        request.Headers.Host = "rebound.example";

        using var answer = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
    }

    /// <summary>When somebody last clicked on sign out, and how many tabs changed since. The time line has the newest first, and keeps so many only.</summary>
    private static async Task<(string At, int Changed)> LastClickAsync(IPage stage)
    {
        var words = await stage.EvaluateAsync<string[]>("""
            () => {
              const rows = [...document.querySelectorAll('#entries li')];
              const click = rows.findIndex(row => row.dataset.kind === 'clicked');
              return click < 0 ? ['', '0'] : [rows[click].querySelector('time').dateTime, String(rows.slice(0, click).filter(row => row.dataset.kind === 'changed').length)];
            }
            """);
        return (words[0], int.Parse(words[1], CultureInfo.InvariantCulture));
    }

    private async Task<HttpResponseMessage> PostAsync(string path, (string Name, string Value) header, string body = "")
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_demo.StartPage, path)) { Content = new StringContent(body) };
        request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        return await http.SendAsync(request);
    }

    /// <summary>How many changes of pages the time line has: what a page that connects is told first.</summary>
    private async Task<int> EntriesAsync()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var reader = new StreamReader(await http.GetStreamAsync(new Uri(_demo.StartPage, "/events")));
        var count = 0;
        for (var line = ""; line != "event: ready"; line = await reader.ReadLineAsync() ?? throw new EndOfStreamException())
            count += line.Contains("\"kind\":\"changed\"", StringComparison.Ordinal) ? 1 : 0;
        return count;
    }
}
