using System.Net.WebSockets;

namespace Shared.Logout.Live;

/// <summary>Ends a socket whose session is over, politely first.</summary>
internal static class SocketEnd
{
    public const string Reason = "session-ended";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public static void Begin(WebSocket socket, TimeProvider time) => _ = EndAsync(socket, time);

    private static async Task EndAsync(WebSocket socket, TimeProvider time)
    {
        using var patience = new CancellationTokenSource(s_patience, time);
        try
        {
            // RFC 6455 7.4.1: 1008, "a message that violates its policy", for which "there is no other more suitable status code".
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, Reason, patience.Token);
            // The application's own receive loop sees the answer; where none comes, the connection must end all the same.
            while (socket.State is WebSocketState.CloseSent)
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, patience.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            // Gone already, or deaf: both end here.
        }

        if (socket.State is not (WebSocketState.Closed or WebSocketState.Aborted))
            socket.Abort();
    }
}
