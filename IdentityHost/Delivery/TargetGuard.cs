using System.Net;
using System.Net.Sockets;

using IdentityHost.Configuration;

using Microsoft.Extensions.Options;

namespace IdentityHost.Delivery;

/// <summary>
/// Opens connections to clients. The address is checked here, at connect time, and the checked address is the one that is called: a name that
/// resolves to something else a moment later changes nothing.
/// </summary>
internal sealed class TargetGuard
{
    private readonly HashSet<string> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<IPNetwork> _networks = [];

    public TargetGuard(IOptions<IdentityHostOptions> options)
    {
        foreach (var target in options.Value.Delivery.AllowedPrivateTargets)
        {
            if (IPNetwork.TryParse(target, out var network))
                _networks.Add(network);
            else if (IPAddress.TryParse(target, out var address))
                _networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else
                _hosts.Add(target);
        }
    }

    public bool Allows(string host, IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return !SpecialUseNetworks.Contains(address) || _hosts.Contains(host) || _networks.Exists(network => network.Contains(address));
    }

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
        var allowed = addresses.Where(address => Allows(host, address)).ToArray();
        if (allowed.Length == 0)
            throw new BlockedAddressException(host);

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
