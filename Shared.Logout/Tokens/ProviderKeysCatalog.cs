using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shared.Logout.Configuration;
using Shared.Logout.Diagnostics;

namespace Shared.Logout.Tokens;

/// <summary>The key cache of each issuer. Registrations that differ only in client or cookie share one.</summary>
internal sealed class ProviderKeysCatalog(
    TimeProvider time, LogoutMetrics metrics, ILogger<ProviderKeys> logger, IHostApplicationLifetime lifetime)
{
    private readonly ConcurrentDictionary<(string MetadataAddress, string? Issuer, HttpMessageHandler? Handler), ProviderKeys> _keys = new();

    public ProviderKeys For(LogoutRegistration registration)
        => _keys.GetOrAdd(
            (registration.MetadataAddress, registration.Issuer ?? registration.Authority, registration.BackchannelHttpHandler),
            static (_, it) => new ProviderKeys(
                it.registration, new ProviderClient(it.registration, it.time), it.time, it.metrics, it.logger, it.lifetime.ApplicationStopping),
            (registration, time, metrics, logger, lifetime));
}
