using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Demo.Apps;

/// <summary>Asks the system about local ports.</summary>
internal static class Ports
{
    // Below the range from which systems number outgoing connections (from 32768 on Linux): applications listen some seconds after their ports were
    // chosen, and would now and then find somebody's connection there.
    private const int FirstFree = 10_000, EndOfFree = 32_000;
    private static readonly HashSet<int> Given = [];

    /// <summary>A port that nobody listens on, a new one each time.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(FirstFree, EndOfFree);
            if (!IsTaken(port) && Given.Add(port))
                return port;
        }
    }

    /// <summary>Whether somebody listens. Both loopback addresses count, because a server on "localhost" binds both.</summary>
    public static bool IsTaken(int port)
        => IsTaken(IPAddress.Loopback, port) || (Socket.OSSupportsIPv6 && IsTaken(IPAddress.IPv6Loopback, port));

    private static bool IsTaken(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port) { ExclusiveAddressUse = true };
            listener.Start();
            return false;
        }
        catch (SocketException e)
        {
            // A machine whose IPv6 is switched off has no such address; nobody can listen there.
            return e.SocketErrorCode is not SocketError.AddressNotAvailable;
        }
    }
}
