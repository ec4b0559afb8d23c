using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace TestSupport;

/// <summary>Ports that nobody listens on. Each is handed out once, and no two processes that run tests have the same ones to hand out.</summary>
public static class FreePort
{
    // Below the range from which systems number outgoing connections (from 32768 on Linux): a server that is started some seconds after its port was
    // chosen would now and then find a connection of some other test there.
    private const int First = 10_000, Width = 2_000, Slices = 11;

    private static readonly Lock Turn = new();
    private static readonly (int First, FileStream Claim) Slice = ClaimSlice();
    private static int _used = RandomNumberGenerator.GetInt32(Width / 4);

    public static int Next() => Block(1);

    /// <summary>The first of so many ports in a row.</summary>
    public static int Block(int count)
    {
        lock (Turn)
        {
            while (_used + count <= Width)
            {
                var first = Slice.First + _used;
                _used += count;
                if (Enumerable.Range(first, count).All(IsFree))
                    return first;
            }
        }

        throw new InvalidOperationException($"The {Width} ports of {Slice.Claim.Name} are used up.");
    }

    // The system gives the lock back when the process ends, however it ends.
    private static (int First, FileStream Claim) ClaimSlice()
    {
        for (var slice = 0; slice < Slices; slice++)
        {
            var path = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"single-sign-out-tests-{First + (slice * Width)}.ports"));
            try
            {
                return (First + (slice * Width), new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another process, or another person's, has this one.
            }
        }

        throw new InvalidOperationException($"More than {Slices} processes run tests, or {Path.GetTempPath()} cannot be written.");
    }

    private static bool IsFree(int port) => IsFree(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || IsFree(IPAddress.IPv6Loopback, port));

    private static bool IsFree(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port) { ExclusiveAddressUse = true };
            listener.Start();
            return true;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode is SocketError.AddressNotAvailable;    // IPv6 is switched off: nobody can listen there
        }
    }
}
