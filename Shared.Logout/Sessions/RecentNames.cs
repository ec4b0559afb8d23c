using System.Collections.Concurrent;

namespace Shared.Logout.Sessions;

/// <summary>
/// The names of sessions whose access tokens came lately: an API sees the same ones again and again, and hashing them was more than half of what its guard
/// cost. Bounded by two generations, of which the older is dropped whole.
/// </summary>
internal sealed class RecentNames(string clientId)
{
    /// <summary>Sessions in one generation. Twice as many are held at most, which is a few megabytes.</summary>
    public const int Capacity = 8192;

    private Generation _young = new();
    private Generation _old = new();

    /// <summary>Sessions held.</summary>
    public int Count => _young.Sessions.Count + _old.Sessions.Count;

    public SessionNames For(in TokenSession session)
    {
        var young = Volatile.Read(ref _young);
        if (young.Sessions.TryGetValue(session, out var names))
            return names;
        if (!Volatile.Read(ref _old).Sessions.TryGetValue(session, out names))
            names = session.NamesFor(clientId);
        // Only the one who fills a generation ends it; whoever adds to it a moment later is dropped with it, and hashed again.
        if (young.Sessions.TryAdd(session, names) && Interlocked.Increment(ref young.Added) == Capacity)
        {
            Volatile.Write(ref _old, young);
            Volatile.Write(ref _young, new());
        }

        return names;
    }

    private sealed class Generation
    {
        public int Added;

        public ConcurrentDictionary<TokenSession, SessionNames> Sessions { get; } = new();
    }
}
