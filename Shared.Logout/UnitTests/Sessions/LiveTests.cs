using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shared.Logout.Live;
using Shared.Logout.UnitTests.Door;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>Open pages, sockets and downloads end with their session, and with no other.</summary>
public sealed class LiveTests
{
    [Fact]
    public async Task Every_open_page_of_the_session_is_told_and_no_other()
    {
        await using var app = await SessionApp.StartAsync(map: it => it.MapSessionEvents());
        using var browser = await SignedIn(app, "alice", "s1");
        using var other = await SignedIn(app, "alice", "s2");
        using var first = await EventStream.OpenAsync(browser);
        using var second = await EventStream.OpenAsync(browser);
        using var stranger = await EventStream.OpenAsync(other);

        await app.LogoutAsync("alice", "s1", initiatedBy: "Client B");

        foreach (var tab in new[] { first, second })
        {
            var news = await tab.ReadEventAsync(Eventually.Deadline);
            Assert.StartsWith("event: session-ended\ndata: {\"reason\":\"user_logout\",\"initiatedBy\":\"Client B\",\"time\":\"", news, StringComparison.Ordinal);
            Assert.True(await tab.IsOverAsync(Eventually.Deadline));
        }

        await app.LogoutAsync(sid: "s2");   // what the other page hears first is its own end, so it heard nothing before
        Assert.Contains("\"initiatedBy\":null", await stranger.ReadEventAsync(Eventually.Deadline), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_leaves_while_the_store_is_asked_leaves_nothing_behind()
    {
        await using var app = await SessionApp.StartAsync(map: it => it.MapSessionEvents());
        var sessions = app.App.Services.GetRequiredService<LiveSessions>();
        app.Book.BeforeCheck = () => throw new OperationCanceledException();
        var stamp = new Logout.Sessions.SessionStamp(new RevocationKey(1, 2), default, default, 3);
        await Assert.ThrowsAsync<OperationCanceledException>(() => sessions.HoldAsync(stamp, CancellationToken.None).AsTask());
        Assert.Equal(0, sessions.Count);
    }

    [Fact]
    public async Task A_callback_that_blocks_holds_up_no_other_session_of_the_person()
    {
        await using var app = await SessionApp.StartAsync(map: it => it.MapSessionEvents());
        var sessions = app.App.Services.GetRequiredService<LiveSessions>();
        var person = new RevocationKey(7, 7);
        using var first = await sessions.HoldAsync(new Logout.Sessions.SessionStamp(new(1, 1), default, person, 3), CancellationToken.None);
        using var second = await sessions.HoldAsync(new Logout.Sessions.SessionStamp(new(2, 2), default, person, 3), CancellationToken.None);
        using var open = new ManualResetEventSlim();
        using var blocked = first.Ended.Register(() => open.Wait(Eventually.Deadline));
        var told = new TaskCompletionSource();
        using var free = second.Ended.Register(told.SetResult);

        await app.Book.RecordAsync(new(9, 9), DateTimeOffset.MaxValue, [new(person, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue)], CancellationToken.None);
        await told.Task.WaitAsync(Eventually.Deadline / 2);
        open.Set();
    }

    [Fact]
    public async Task Without_a_session_there_is_nothing_to_listen_to()
    {
        await using var app = await SessionApp.StartAsync(map: it => it.MapSessionEvents());
        using var browser = app.Browser();
        using var answer = await browser.Send("/session-events", ("Accept", "text/event-stream"));
        Assert.Equal((HttpStatusCode.Unauthorized, "no-store"), (answer.StatusCode, answer.Headers.CacheControl?.ToString()));

        await browser.SignIn("alice", "s1");
        await app.LogoutAsync(sid: "s1");
        using var ended = await browser.Send("/session-events", ("Accept", "text/event-stream"));
        Assert.Equal(HttpStatusCode.Unauthorized, ended.StatusCode);
    }

    [Fact]
    public async Task A_page_can_ask_which_session_it_has()
    {
        await using var app = await SessionApp.StartAsync(map: it => it.MapSessionEvents());
        using var browser = await SignedIn(app, "alice", "s1");
        using var request = new HttpRequestMessage(HttpMethod.Head, "/session-events");
        using var answer = await browser.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(8, answer.Headers.GetValues(SessionEventsEndpoint.SessionHeader).Single().Length);
    }

    [Fact]
    public async Task Listening_does_not_renew_a_sliding_session()
    {
        await using var app = await SessionApp.StartAsync(
            cookie: it => (it.SlidingExpiration, it.ExpireTimeSpan) = (true, TimeSpan.FromHours(1)), map: it => it.MapSessionEvents());
        using var browser = await SignedIn(app, "alice", "s1");
        app.Clock.Advance(TimeSpan.FromMinutes(40));
        using (var stream = await EventStream.OpenAsync(browser))
            Assert.False(stream.Response.Headers.Contains("Set-Cookie"));
        using var click = await browser.Open("/private");
        Assert.True(click.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task The_script_is_served_for_strict_pages()
    {
        await using var app = await SessionApp.StartAsync(map: it => it.MapSessionEvents("/live"));
        using var browser = app.Browser();
        using var answer = await browser.Open("/live.js");
        Assert.Equal(("text/javascript", "nosniff"), (answer.Content.Headers.ContentType?.MediaType, answer.Headers.GetValues("X-Content-Type-Options").Single()));
        var script = await answer.Content.ReadAsStringAsync();
        Assert.All(["eval(", "innerHTML", "setAttribute('style'", "new Function"], it => Assert.DoesNotContain(it, script, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_long_request_hears_of_the_end_of_its_session()
    {
        var (waiting, heard) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var app = await SessionApp.StartAsync(map: it => it.MapGet("/long", async (HttpContext http) =>
        {
            http.SessionEnded().Register(heard.SetResult);
            waiting.SetResult();
            await heard.Task;
            return "ended";
        }).RequireAuthorization());
        using var browser = await SignedIn(app, "alice", "s1");
        using var other = await SignedIn(app, "alice", "s2");
        var answer = browser.Open("/long");
        await waiting.Task.WaitAsync(Eventually.Deadline);

        await app.LogoutAsync(sid: "s2");
        await app.LogoutAsync(sub: "bob");
        Assert.False(heard.Task.IsCompleted);
        await app.LogoutAsync(sub: "alice");

        await heard.Task.WaitAsync(Eventually.Deadline);
        using var response = await answer;
    }

    [Fact]
    public async Task A_logout_that_arrives_while_a_request_starts_to_listen_is_heard()
    {
        var (heard, act) = (new TaskCompletionSource(), (Func<Task>)(() => Task.CompletedTask));
        await using var app = await SessionApp.StartAsync(map: it => it.MapGet("/long", async (HttpContext http) =>
        {
            await act();   // authenticated as alive; the logout arrives before anything listens
            http.SessionEnded().Register(heard.SetResult);
            await heard.Task.WaitAsync(Eventually.Deadline);
        }).RequireAuthorization());
        act = () => app.LogoutAsync(sid: "s1");
        using var browser = await SignedIn(app, "alice", "s1");
        using var answer = await browser.Open("/long");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_download_stops_in_the_middle()
    {
        var started = new TaskCompletionSource();
        await using var app = await SessionApp.StartAsync(map: it => it.MapGet("/download", async (HttpContext http) =>
        {
            await http.Response.WriteAsync("half");
            await http.Response.Body.FlushAsync();
            started.SetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        }).RequireAuthorization().EndWithSession());
        using var browser = await SignedIn(app, "alice", "s1");
        using var response = await browser.Http.GetAsync("/download", HttpCompletionOption.ResponseHeadersRead);
        await started.Task.WaitAsync(Eventually.Deadline);

        await app.LogoutAsync(sid: "s1");

        var broken = await Record.ExceptionAsync(() => response.Content.ReadAsStringAsync().WaitAsync(Eventually.Deadline));
        Assert.IsType<HttpRequestException>(broken);   // cut off; a timeout would mean that it goes on
    }

    [Fact]
    public async Task A_socket_is_closed_with_a_reason_and_others_stay_open()
    {
        await using var app = await SessionApp.StartAsync(map: it =>
        {
            it.UseWebSockets();
            it.Map("/socket", async (HttpContext http) =>
            {
                using var socket = await http.WebSockets.AcceptWebSocketAsync();
                using var end = http.CloseWhenSessionEnds(socket);
                var buffer = new byte[64];
                while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
                {
                    var got = await socket.ReceiveAsync(buffer, CancellationToken.None);
                    if (got.MessageType is WebSocketMessageType.Text)
                        await socket.SendAsync(buffer.AsMemory(0, got.Count), WebSocketMessageType.Text, true, CancellationToken.None);
                }
            }).RequireAuthorization();
        });
        using var browser = await SignedIn(app, "alice", "s1");
        using var other = await SignedIn(app, "alice", "s2");
        using var ending = await ConnectAsync(app, browser);
        using var staying = await ConnectAsync(app, other);

        await app.LogoutAsync(sid: "s1");

        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        var close = await ending.ReceiveAsync(new byte[64], deadline.Token);
        Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.PolicyViolation, "session-ended"), (close.MessageType, close.CloseStatus, close.CloseStatusDescription));
        await staying.SendAsync("still here"u8.ToArray(), WebSocketMessageType.Text, true, deadline.Token);
        Assert.Equal(10, (await staying.ReceiveAsync(new byte[64], deadline.Token)).Count);
    }

    [Fact]
    public async Task Nothing_is_kept_of_connections_that_are_gone()
    {
        await using var app = await SessionApp.StartAsync(map: it => it.MapGet("/long", (HttpContext http) => http.SessionEnded().CanBeCanceled).RequireAuthorization());
        using var browser = await SignedIn(app, "alice", "s1");
        for (var i = 0; i < 5; i++)
        {
            using var answer = await browser.Open("/long");
            Assert.Equal("true", await answer.Content.ReadAsStringAsync());
        }

        // Released when the response is over, which the client may see a moment earlier.
        var sessions = app.App.Services.GetRequiredService<LiveSessions>();
        Assert.True(SpinWait.SpinUntil(() => sessions.Count == 0, Eventually.Deadline));
    }

    private static async Task<ClientWebSocket> ConnectAsync(SessionApp app, TestBrowser browser)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", $"session={browser.Cookie()}");
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        await socket.ConnectAsync(new Uri(app.Address.ToString().Replace("http://", "ws://", StringComparison.Ordinal) + "socket"), deadline.Token);
        return socket;
    }

    private static async Task<TestBrowser> SignedIn(SessionApp app, string sub, string sid)
    {
        var browser = app.Browser();
        await browser.SignIn(sub, sid);
        return browser;
    }
}
