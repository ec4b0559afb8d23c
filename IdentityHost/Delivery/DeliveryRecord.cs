namespace IdentityHost.Delivery;

/// <summary>One row of the ledger.</summary>
public sealed record DeliveryRecord
{
    public required string Id { get; init; }

    public required string BatchId { get; init; }

    public required string ClientId { get; init; }

    public string? Sid { get; init; }

    public required string Sub { get; init; }

    public required string Reason { get; init; }

    public string? InitiatedBy { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    public required DeliveryState State { get; init; }

    public required int Attempts { get; init; }

    public DateTimeOffset? NextAttemptAt { get; init; }

    public DateTimeOffset? AcknowledgedAt { get; init; }

    public int? LastStatus { get; init; }

    public string? LastError { get; init; }

    public long? LastLatencyMilliseconds { get; init; }
}
