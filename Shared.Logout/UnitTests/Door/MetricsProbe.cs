using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Shared.Logout.Diagnostics;

namespace Shared.Logout.UnitTests.Door;

/// <summary>Reads one host's counters; other hosts in this process have meters of their own.</summary>
internal sealed class MetricsProbe : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Name, string? Tag, long Value)> _counted = new();

    public MetricsProbe(IMeterFactory factory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == LogoutMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, factory))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _counted.Enqueue((instrument.Name, tags.Length == 0 ? null : tags[0].Value as string, value)));
        _listener.Start();
    }

    public IReadOnlyList<string> Refused => Tags("shared_logout.tokens.refused");

    public IReadOnlyList<string> Deferred => Tags("shared_logout.tokens.deferred");

    public IReadOnlyList<string> KeyFetches => Tags("shared_logout.keys.fetches");

    public int Accepted => _counted.Count(c => c.Name == "shared_logout.tokens.accepted");

    public int Repeated => _counted.Count(c => c.Name == "shared_logout.tokens.repeated");

    public long ConnectionsEnded => _counted.Where(c => c.Name == "shared_logout.connections.ended").Sum(c => c.Value);

    public void Clear() => _counted.Clear();

    public void Dispose() => _listener.Dispose();

    private List<string> Tags(string name) => [.. _counted.Where(c => c.Name == name).Select(c => c.Tag!)];
}
