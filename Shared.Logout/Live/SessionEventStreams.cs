using System.Collections.Concurrent;

namespace Shared.Logout.Live;

/// <summary>The open event streams. One timer keeps all of them alive through proxies.</summary>
internal sealed class SessionEventStreams : IDisposable
{
    // Shorter than the idle limit of usual proxies (nginx: 60 s).
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(20);
    private readonly ConcurrentDictionary<SessionEventStream, bool> _open = new();
    private readonly ITimer _heartbeat;

    public SessionEventStreams(TimeProvider time) => _heartbeat = time.CreateTimer(_ => Beat(), null, s_interval, s_interval);

    public void Add(SessionEventStream stream) => _open[stream] = true;

    public void Remove(SessionEventStream stream) => _open.TryRemove(stream, out _);

    public void Dispose() => _heartbeat.Dispose();

    private void Beat()
    {
        foreach (var (stream, _) in _open)
            stream.Beat();
    }
}
