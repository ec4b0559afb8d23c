namespace Shared.Logout.UnitTests.Storage;

/// <summary>Both clocks of a machine, which stand still until a test moves them: the one that can be set, and the one that only goes on.</summary>
internal sealed class SteppedClock : TimeProvider
{
    private long _now = DateTimeOffset.UtcNow.UtcTicks;
    private long _timestamp = TimeSpan.TicksPerDay;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _now), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _timestamp);

    /// <summary>Time passes.</summary>
    public void Pass(TimeSpan time)
    {
        Set(time);
        Interlocked.Add(ref _timestamp, time.Ticks);
    }

    /// <summary>Somebody sets the clock, forward or back.</summary>
    public void Set(TimeSpan by) => Interlocked.Add(ref _now, by.Ticks);
}
