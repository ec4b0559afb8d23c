namespace IdentityHost.Delivery;

/// <summary>When to try again: arithmetic on a clock and a chance that come in from outside.</summary>
internal static class RetrySchedule
{
    /// <summary>Tries of a delivery that the client refuses.</summary>
    public const int MaxRefusals = 3;

    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan[] _afterRefusal = [TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60)];

    /// <summary>The time of the next try, or null to give up.</summary>
    /// <param name="outcome">Of the attempt that just ended.</param>
    /// <param name="delivery">As it was before that attempt.</param>
    /// <param name="now">The time.</param>
    /// <param name="chance">Between 0 and 1; keeps clients from being called in step.</param>
    public static DateTimeOffset? Next(AttemptOutcome outcome, LeasedDelivery delivery, DateTimeOffset now, double chance)
    {
        TimeSpan? wait = outcome.Verdict switch
        {
            AttemptVerdict.Refused when delivery.Refusals + 1 < MaxRefusals => _afterRefusal[delivery.Refusals] * (1 + chance / 5),
            AttemptVerdict.Unavailable => Max(BackOff(delivery.Attempts + 1, LongestWait, chance), outcome.RetryAfter),
            _ => null,
        };
        return wait is { } time && now + time < delivery.GiveUpAt ? now + time : null;
    }

    /// <summary>1 s, 2 s, 4 s ... up to <paramref name="longest"/>, each between half and whole by chance.</summary>
    public static TimeSpan BackOff(int failures, TimeSpan longest, double chance)
        => TimeSpan.FromSeconds(Math.Min(longest.TotalSeconds, Math.Pow(2, Math.Min(failures - 1, 20))) * (0.5 + chance / 2));

    private static TimeSpan Max(TimeSpan own, TimeSpan? asked)
    {
        // A client may ask for patience, but not for forever.
        var capped = asked > LongestWait ? LongestWait : asked;
        return capped > own ? capped.Value : own;
    }
}
