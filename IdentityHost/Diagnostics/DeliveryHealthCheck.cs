using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IdentityHost.Diagnostics;

/// <summary>Degraded, never unhealthy: a client that is away is its own fault and no reason to take this host out of service.</summary>
internal sealed class DeliveryHealthCheck(DeliveryMetrics metrics, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan _tooOld = TimeSpan.FromMinutes(10);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var age = time.GetUtcNow() - metrics.Numbers.OldestPending;
        return Task.FromResult(age > _tooOld
            ? HealthCheckResult.Degraded($"A client has not acknowledged a logout for {age:d\\.hh\\:mm}; see the ledger.")
            : HealthCheckResult.Healthy());
    }
}
