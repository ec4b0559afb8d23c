using System.Diagnostics.Metrics;

using IdentityHost.Delivery;

namespace IdentityHost.Diagnostics;

/// <summary>Instruments of delivery. Client ids come from the configuration, so their number is bounded.</summary>
internal sealed class DeliveryMetrics
{
    // The default boundaries are made for milliseconds: in seconds everything would be in the first one, and a p95 would say nothing.
    private static readonly InstrumentAdvice<double> _seconds = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2.5, 5, 10, 30, 60, 300, 1800, 7200, 86400],
    };

    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _attemptDuration;
    private readonly Histogram<double> _clientDuration;
    private readonly Histogram<double> _batchDuration;
    private volatile DeliveryNumbers _numbers = DeliveryNumbers.None;

    public DeliveryMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(CoreMetrics.MeterName);
        _attempts = meter.CreateCounter<long>("identityhost.deliveries.attempts", "{attempt}", "Attempts to tell a client of a logout, by client and verdict.");
        _attemptDuration = meter.CreateHistogram("identityhost.deliveries.attempt.duration", "s", "Time until a client answered, by client.", null, _seconds);
        _clientDuration = meter.CreateHistogram(
            "identityhost.deliveries.duration", "s", "Time from the end of a session to a client's acknowledgement, by client.", null, _seconds);
        _batchDuration = meter.CreateHistogram(
            "identityhost.logout.duration", "s", "Time from the end of a session to the last answer of its clients.", null, _seconds);
        meter.CreateObservableGauge("identityhost.deliveries.pending", () => Measure(_numbers.Pending), "{delivery}", "Clients still to be told, by client.");
        meter.CreateObservableGauge("identityhost.deliveries.dead", () => Measure(_numbers.Dead), "{delivery}", "Clients that could not be told, by client.");
    }

    public DeliveryNumbers Numbers { get => _numbers; set => _numbers = value; }

    public void Attempted(string clientId, AttemptVerdict verdict, TimeSpan latency)
    {
        var client = new KeyValuePair<string, object?>("client", clientId);
        _attempts.Add(1, client, new KeyValuePair<string, object?>("verdict", verdict.ToString()));
        _attemptDuration.Record(latency.TotalSeconds, client);
    }

    public void Acknowledged(string clientId, TimeSpan sinceEnd)
        => _clientDuration.Record(sinceEnd.TotalSeconds, new KeyValuePair<string, object?>("client", clientId));

    public void BatchFinished(TimeSpan sinceEnd) => _batchDuration.Record(sinceEnd.TotalSeconds);

    private static IEnumerable<Measurement<long>> Measure(IReadOnlyDictionary<string, long> numbers)
        => numbers.Select(number => new Measurement<long>(number.Value, new KeyValuePair<string, object?>("client", number.Key)));
}
