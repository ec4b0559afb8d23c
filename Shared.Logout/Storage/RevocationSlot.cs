namespace Shared.Logout.Storage;

/// <summary>
/// One revocation in 24 bytes. <see cref="Times"/> is the only word that changes after the slot is published, so no reader can see half a change.
/// </summary>
internal struct RevocationSlot
{
    public ulong High;
    public ulong Low;

    /// <summary>Cutoff in the upper half, expiry in the lower, both in unix seconds. 0: not yet published.</summary>
    public ulong Times;

    // 32 bits of seconds last until 2106; what lies beyond is "all sessions" and "never", which errs on the side of signed out.
    public static ulong Pack(DateTimeOffset cutoff, DateTimeOffset expiresAt)
        => ((ulong)Seconds(cutoff.ToUnixTimeSeconds()) << 32) | Math.Max(1, Seconds(Ceiling(expiresAt)));

    public static uint Cutoff(ulong times) => (uint)(times >> 32);

    public static uint Expiry(ulong times) => (uint)times;

    public static ulong Merge(ulong a, ulong b)
        => ((ulong)Math.Max(Cutoff(a), Cutoff(b)) << 32) | Math.Max(Expiry(a), Expiry(b));

    public static bool Ends(ulong times, long startedAt) => Cutoff(times) == uint.MaxValue || startedAt <= Cutoff(times);

    public static bool IsLive(ulong times, long now) => Expiry(times) == uint.MaxValue || now < Expiry(times);

    public static Revocation Unpack(RevocationKey key, ulong times) => new(key, Time(Cutoff(times)), Time(Expiry(times)));

    private static DateTimeOffset Time(uint seconds)
        => seconds == uint.MaxValue ? DateTimeOffset.MaxValue : DateTimeOffset.FromUnixTimeSeconds(seconds);

    private static uint Seconds(long seconds) => (uint)Math.Clamp(seconds, 0, uint.MaxValue);

    private static long Ceiling(DateTimeOffset time)
        => time.ToUnixTimeSeconds() + (time.Ticks % TimeSpan.TicksPerSecond == 0 ? 0 : 1);
}
