namespace IdentityHost.Tests.Provider;

/// <summary>The real clock, moved forward by a test. Timers run as ever, so that nothing waits for a test to turn the hands.</summary>
internal sealed class OffsetTime : TimeProvider
{
    private long _offset;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _offset));

    public override long GetTimestamp()
        => base.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref _offset)).TotalSeconds * TimestampFrequency);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);
}
