using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace TestSupport;

/// <summary>Ports that nobody listens on. Each is handed out once in this process; another process may still be faster.</summary>
public static class FreePort
{
    // Below the range from which systems number outgoing connections (from 32768 on Linux): a server that is started some seconds after its port was
    // chosen would now and then find a connection of some other test there.
    private const int First = 10_000, End = 32_000;
    private static readonly HashSet<int> Given = [];

    public static int Next() => Next(apart: 0);

    /// <summary>A port for a server that also listens on the one that is so much higher.</summary>
    public static int Next(int apart)
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, End - apart);
            int[] both = [.. new HashSet<int> { port, port + apart }];
            lock (Given)
            {
                if (both.All(it => !Given.Contains(it) && IsFree(it)))
                {
                    Given.UnionWith(both);
                    return port;
                }
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
            listener.Start();
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
    }
}
