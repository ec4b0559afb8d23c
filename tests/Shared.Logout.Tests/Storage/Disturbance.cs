namespace Shared.Logout.Tests.Storage;

/// <summary>What can happen to a Redis.</summary>
public enum Disturbance
{
    /// <summary>kill -9, and started again with what was on its disk.</summary>
    KilledAndRestarted,

    /// <summary>kill -9, and started again without its data.</summary>
    RestartedEmpty,

    /// <summary><c>FLUSHALL</c>.</summary>
    Flushed,

    /// <summary><c>CLIENT PAUSE</c>: it is there and does not answer.</summary>
    Paused,

    /// <summary><c>CLIENT KILL</c>: every connection is cut.</summary>
    ConnectionsCut,
}
