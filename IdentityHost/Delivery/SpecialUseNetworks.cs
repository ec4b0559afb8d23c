using System.Net;
using System.Net.Sockets;

namespace IdentityHost.Delivery;

/// <summary>Addresses that are nobody's public server (IANA special-purpose registries, RFC 6890): loopback, private, link-local, metadata services.</summary>
internal static class SpecialUseNetworks
{
    private static readonly IPNetwork[] _networks =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10",
            "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    public static bool Contains(IPAddress address) => Array.Exists(_networks, network => network.Contains(Inner(address)));

    /// <summary>An IPv4 address that is written as IPv6 reaches the IPv4 one: mapped, compatible, NAT64 (RFC 6052), 6to4 (RFC 3056).</summary>
    private static IPAddress Inner(IPAddress address)
    {
        if (address.AddressFamily is not AddressFamily.InterNetworkV6)
            return address;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (bytes is [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, ..] || (!address.Equals(IPAddress.IPv6Loopback) && bytes.AsSpan(0, 12).IndexOfAnyExcept((byte)0) < 0))
            return new IPAddress(bytes.AsSpan(12, 4));
        return bytes is [0x20, 0x02, ..] ? new IPAddress(bytes.AsSpan(2, 4)) : address;
    }
}
