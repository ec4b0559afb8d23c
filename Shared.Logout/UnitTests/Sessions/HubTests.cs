using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Shared.Logout.UnitTests.Door;

namespace Shared.Logout.UnitTests.Sessions;

/// <summary>SignalR connections end with their session, on transports that hold a connection and on those that do not.</summary>
public sealed class HubTests
{
    private static readonly byte[] s_handshake = Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e");

    [Fact]
    public async Task A_hub_connection_over_a_socket_is_aborted_and_others_stay()
    {
        await using var app = await StartAsync();
        using var ending = await ConnectAsync(app, "s1");
        using var staying = await ConnectAsync(app, "s2");

        await app.LogoutAsync(sid: "s1");

        await UntilClosedAsync(ending);
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        await staying.SendAsync(Encoding.UTF8.GetBytes("{\"type\":1,\"invocationId\":\"1\",\"target\":\"Echo\",\"arguments\":[\"hello\"]}\u001e"), WebSocketMessageType.Text, true, deadline.Token);
        Assert.Contains("hello", await ReadAsync(staying, "hello", deadline.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hub_connection_by_long_polling_is_aborted()
    {
        await using var app = await StartAsync();
        using var browser = app.Browser();
        await browser.SignIn("alice", "s1");
        using var negotiated = await browser.Http.PostAsync("/hub/negotiate?negotiateVersion=1", null);
        var id = (await negotiated.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("connectionToken").GetString();
        using (var first = await browser.Http.GetAsync($"/hub?id={id}"))
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using (await browser.Http.PostAsync($"/hub?id={id}", new ByteArrayContent(s_handshake)))
        using (var handshake = await browser.Http.GetAsync($"/hub?id={id}"))
            Assert.Contains("{}", await handshake.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await Hubs(app).Connected.Task.WaitAsync(Eventually.Deadline);

        await app.LogoutAsync("alice", "s1");

        await Hubs(app).Disconnected.Task.WaitAsync(Eventually.Deadline);
    }

    private static Task<SessionApp> StartAsync() => SessionApp.StartAsync(
        services: it =>
        {
            it.AddSignalR().AddSessionEnd();
            it.AddSingleton<HubProbe>();
        },
        map: it =>
        {
            it.UseWebSockets();
            it.MapHub<TestHub>("/hub").RequireAuthorization();
        });

    private static HubProbe Hubs(SessionApp app) => app.App.Services.GetRequiredService<HubProbe>();

    private static async Task<ClientWebSocket> ConnectAsync(SessionApp app, string sid)
    {
        using var browser = app.Browser();
        await browser.SignIn("alice", sid);
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", $"session={browser.Cookie()}");
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        await socket.ConnectAsync(new Uri(app.Address.ToString().Replace("http://", "ws://", StringComparison.Ordinal) + "hub"), deadline.Token);
        await socket.SendAsync(s_handshake, WebSocketMessageType.Text, true, deadline.Token);
        // The hub greets once its filters have run.
        await ReadAsync(socket, "welcome", deadline.Token);
        return socket;
    }

    private static async Task<string> ReadAsync(WebSocket socket, string until, CancellationToken cancellationToken)
    {
        var (text, buffer) = (new StringBuilder(), new byte[4096]);
        while (!text.ToString().Contains(until, StringComparison.Ordinal))
        {
            var got = await socket.ReceiveAsync(buffer, cancellationToken);
            Assert.NotEqual(WebSocketMessageType.Close, got.MessageType);
            text.Append(Encoding.UTF8.GetString(buffer, 0, got.Count));
        }

        return text.ToString();
    }

    private static async Task UntilClosedAsync(WebSocket socket)
    {
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        try
        {
            while ((await socket.ReceiveAsync(new byte[4096], deadline.Token)).MessageType is not WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException)
        {
            // Aborted, without a farewell.
        }

        Assert.False(deadline.IsCancellationRequested);
    }

    internal sealed class HubProbe
    {
        public TaskCompletionSource Connected { get; } = new();

        public TaskCompletionSource Disconnected { get; } = new();
    }

    internal sealed class TestHub(HubProbe probe) : Hub
    {
        public Task<string> Echo(string text) => Task.FromResult($"{text} {Context.ConnectionId}");

        public override async Task OnConnectedAsync()
        {
            await Clients.Caller.SendAsync("welcome");
            probe.Connected.TrySetResult();
        }

        public override Task OnDisconnectedAsync(Exception? exception)
        {
            probe.Disconnected.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
