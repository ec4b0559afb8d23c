namespace IdentityHost.Delivery;

/// <summary>
/// What the worker knows about one client: what waits, what is under way, and whether it answers. A client that does not answer gets one probe
/// at a time with growing pauses, so that a thousand deliveries to it do not cost a thousand timeouts. Used by the worker's loop only.
/// </summary>
internal sealed class ClientLane(int limit)
{
    private static readonly TimeSpan _longestPause = TimeSpan.FromMinutes(1);

    private int _failures;

    public Queue<LeasedDelivery> Waiting { get; } = new();

    public int InFlight { get; set; }

    public DateTimeOffset PausedUntil { get; private set; }

    /// <summary>How often somebody asked for this client.</summary>
    public int Resumed { get; private set; }

    public bool CanStart(DateTimeOffset now) => InFlight < (_failures == 0 ? limit : 1) && now >= PausedUntil;

    /// <summary>How many more deliveries are worth leasing: a few for each slot, so that a slot never waits for the database.</summary>
    public int Wanted(DateTimeOffset now) => now < PausedUntil ? 0 : (_failures == 0 ? 4 * limit : 1) - Waiting.Count - InFlight;

    /// <summary>Returns true when the client answers again after it did not.</summary>
    public bool Note(AttemptOutcome outcome, DateTimeOffset now, double chance)
    {
        if (outcome.Verdict is not AttemptVerdict.Unavailable)
        {
            var recovered = _failures > 0;
            Resume();
            return recovered;
        }
        if (now >= PausedUntil)     // those that were under way together are one failure
            PausedUntil = now + RetrySchedule.BackOff(++_failures, _longestPause, chance);
        return false;
    }

    /// <summary>Somebody asks for this client now, and knows more than the attempts under way.</summary>
    public void ResumeOnRequest()
    {
        Resumed++;
        Resume();
    }

    private void Resume() => (_failures, PausedUntil) = (0, default);
}
