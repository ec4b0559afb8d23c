using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

using IdentityHost.Sessions;

using TestSupport;

using Xunit;

namespace IdentityHost.Tests.Pages;

/// <summary>A tab that is closed in the middle of a sign-out, on either database.</summary>
public abstract class BrowserAbortContract(LiveHost host)
{
    private const int Rounds = 30;

    [Fact]
    public async Task Whenever_the_browser_goes_away_a_session_that_ended_is_told_to_every_app()
    {
        List<string> sids = [];
        var whole = await TimeOfOneAsync();
        for (var round = 0; round < Rounds; round++)
        {
            using var browser = await host.BrowseAsAsync("bob");
            sids.Add(await host.JoinAsync("bob-sub", "a", "b", "c"));
            await SendAndHangUpAsync(browser, TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(0, whole)));
        }

        // Where the connection broke before the server had read the request, nothing has happened and the session is whole.
        List<string> ended = [];
        foreach (var sid in sids)
        {
            if (await IsOverAsync(sid))
                ended.Add(sid);
        }
        Assert.True(ended.Count >= Rounds / 4, $"Only {ended.Count} of {Rounds} sign-outs began: the test shows nothing.");
        foreach (var sid in ended)
        {
            foreach (var client in new[] { "a", "b", "c" })
                await Until.IsTrueAsync(() => host.Sink.Of(client, sid).Count >= 1);
        }
    }

    /// <summary>How many milliseconds a sign-out takes here and now, and a bit more, so that a connection breaks at any moment of it.</summary>
    private async Task<int> TimeOfOneAsync()
    {
        using var browser = await host.BrowseAsAsync("bob");
        var page = await browser.GetAsync("/account/logout");
        var start = TimeProvider.System.GetTimestamp();
        await browser.PressAsync(page, "button[value=yes]");
        return Math.Max(60, (int)(2 * TimeProvider.System.GetElapsedTime(start).TotalMilliseconds));
    }

    private async Task<bool> IsOverAsync(string sid) => await host.Get<ISessions>().FindAsync(sid, default) is null or { EndedAt: not null };

    /// <summary>Sends a whole sign-out request, and breaks the connection after a while without reading the answer.</summary>
    private async Task SendAndHangUpAsync(Browser browser, TimeSpan after)
    {
        var page = await browser.GetAsync("/account/logout");
        var token = page.Html.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var body = $"answer=yes&__RequestVerificationToken={Uri.EscapeDataString(token)}";
        var request = $"POST /account/logout HTTP/1.1\r\nHost: {host.Address.Authority}\r\nAccept: text/html\r\nCookie: {browser.Cookies}\r\n"
            + $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n{body}";

        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(true, 0), NoDelay = true };
        await socket.ConnectAsync(host.Address.Host, host.Address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request));
        await Task.Delay(after);    // not to wait for anything: the moment is what the test varies
    }
}
