using System.Net;
using System.Net.Sockets;

namespace IdentityHost.Sessions;

/// <summary>
/// Where a browser was, for display: the network (/24 or /48), not the address. This machine itself is no place: it is a developer, or a proxy that
/// does not say whom it forwards for.
/// </summary>
internal static class CoarseOrigin
{
    public static string? Of(IPAddress? address)
    {
        if (address is null || IPAddress.IsLoopback(address))
            return null;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        var (keep, length) = address.AddressFamily is AddressFamily.InterNetwork ? (3, 24) : (6, 48);
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(keep).Clear();
        return $"{new IPAddress(bytes)}/{length}";
    }
}
