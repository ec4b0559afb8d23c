using System.Net;
using System.Security.Authentication;

using IdentityHost.Configuration;

using Microsoft.Extensions.Options;

namespace IdentityHost.Delivery;

/// <summary>The connections over which clients are told: no redirects, no cookies, no proxy, no credentials, guarded addresses.</summary>
internal sealed class LogoutHttpClient : IDisposable
{
    private readonly TargetGuard? _guard;
    private readonly HttpMessageHandler? _other;

    public LogoutHttpClient(TargetGuard guard, IOptions<IdentityHostOptions> options)
    {
        _guard = guard;
        Timeout = options.Value.Delivery.AttemptTimeout;
        Client = new HttpMessageInvoker(Handler(null));
    }

    /// <summary>Sends through something else than the network, such as a federation in memory.</summary>
    public LogoutHttpClient(HttpMessageHandler other, TimeSpan timeout)
    {
        _other = other;
        Timeout = timeout;
        Client = new HttpMessageInvoker(other, disposeHandler: false);
    }

    public HttpMessageInvoker Client { get; }

    /// <summary>Of one attempt, connecting included.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>A connection of its own that tells how it was secured.</summary>
    public HttpMessageInvoker Observed(Action<SslProtocols> secured) => _other is null ? new(Handler(secured)) : new(_other, disposeHandler: false);

    public void Dispose() => Client.Dispose();

    private SocketsHttpHandler Handler(Action<SslProtocols>? secured)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            Credentials = null,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = Timeout + TimeSpan.FromSeconds(1),     // never before the attempt's own: its exception does not say that it was a timeout
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),     // a client that moves to another address is found again
            MaxResponseHeadersLength = 16,                          // KiB
            MaxResponseDrainSize = 4096,                            // of a body that nobody reads; beyond that the connection is closed
            ConnectCallback = _guard!.ConnectAsync,
        };
        if (secured is not null)
        {
            handler.PlaintextStreamFilter = (context, _) =>
            {
                if (context.PlaintextStream is System.Net.Security.SslStream tls)
                    secured(tls.SslProtocol);
                return ValueTask.FromResult(context.PlaintextStream);
            };
        }
        return handler;
    }
}
