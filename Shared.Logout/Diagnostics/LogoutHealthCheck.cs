using Microsoft.Extensions.Diagnostics.HealthChecks;
using Shared.Logout.Configuration;
using Shared.Logout.Storage;

namespace Shared.Logout.Diagnostics;

/// <summary>Whether this instance hears of logouts.</summary>
internal sealed class LogoutHealthCheck(IReplicaStatus status, ILogoutRegistrations registrations) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var staleness = status.Staleness;
        var limit = registrations.All.Min(registration => registration.MaxStaleness);
        var data = new Dictionary<string, object>
        {
            ["inStep"] = status.InStep,
            ["revocations"] = status.Count,
            ["storeErrors"] = status.StoreErrors,
            ["lastReached"] = status.LastReached?.ToString("O") ?? "never",
        };
        if (staleness > limit)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy(
                $"The revocation store was out of reach for longer than MaxStaleness ({limit}); the outage policy applies to requests.", data: data));
        }

        return Task.FromResult(staleness > TimeSpan.Zero || !(status.InStep || status.AsksStore)
            ? HealthCheckResult.Degraded($"Out of step with the revocation store since {staleness}; requests are answered from memory.", data: data)
            : HealthCheckResult.Healthy("In step with the revocation store.", data));
    }
}
