namespace Shared.Logout.UnitTests.Sessions;

/// <summary>
/// A clock that stands still until a test moves it. It starts today, because the HTTP client throws away cookies that ended by the machine's clock.
/// Timers run by the machine's clock.
/// </summary>
internal sealed class TestClock : TimeProvider
{
    private long _ticks = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds()).UtcTicks;

    private int _timers;

    /// <summary>How many timers were asked for.</summary>
    public int Timers => Volatile.Read(ref _timers);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _timers);
        return base.CreateTimer(callback, state, dueTime, period);
    }

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
}
