namespace IdentityHost.Tests.Provider;

/// <summary>The real clock, moved forward by a test. Timers run as ever, so that nothing waits for a test to turn the hands.</summary>
internal sealed class OffsetTime : TimeProvider
{
    private long _offset;
    private long _setBack;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offset) - Interlocked.Read(ref _setBack));

    public override long GetTimestamp()
        => base.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref _offset)).TotalSeconds * TimestampFrequency);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);

    /// <summary>Somebody corrects the clock; time goes on.</summary>
    public void SetBack(TimeSpan by) => Interlocked.Add(ref _setBack, by.Ticks);
}
