namespace IdentityHost.Delivery;

/// <summary>An attempt and what follows from it.</summary>
/// <param name="Delivery">What was attempted.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="At">When it ended.</param>
/// <param name="NextAt">When it is tried again; null when it is acknowledged or dead.</param>
internal sealed record CompletedAttempt(LeasedDelivery Delivery, AttemptOutcome Outcome, DateTimeOffset At, DateTimeOffset? NextAt)
{
    public DeliveryState State => Outcome.Verdict is AttemptVerdict.Acknowledged ? DeliveryState.Delivered
        : NextAt is null ? DeliveryState.Dead : DeliveryState.Pending;
}
