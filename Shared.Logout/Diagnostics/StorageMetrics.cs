using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Shared.Logout.Storage;

namespace Shared.Logout.Diagnostics;

/// <summary>How this instance stands to its store. Observed only when somebody collects; a hosted service, because nobody else would create it.</summary>
internal sealed class StorageMetrics : IHostedService
{
    private readonly IReplicaStatus _status;
    private readonly TimeProvider _time;
    private readonly long _created;

    public StorageMetrics(IMeterFactory meters, IReplicaStatus status, TimeProvider time)
    {
        (_status, _time, _created) = (status, time, time.GetTimestamp());
        var meter = meters.Create(LogoutMetrics.MeterName);
        meter.CreateObservableGauge(
            "shared_logout.replica.lag", () => Lag().TotalSeconds, "s", "For how long the store has not been read to its end; 0 while in step.");
        meter.CreateObservableGauge("shared_logout.replica.revocations", () => _status.Count, "{revocation}", "Revocations in memory.");
        meter.CreateObservableCounter("shared_logout.store.errors", () => _status.StoreErrors, "{error}", "Failures of the store since the start.");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Before the first catch-up there is no reading to count from, only the start of the process.
    private TimeSpan Lag() => _status.Staleness is var staleness && staleness == TimeSpan.MaxValue ? _time.GetElapsedTime(_created) : staleness;
}
