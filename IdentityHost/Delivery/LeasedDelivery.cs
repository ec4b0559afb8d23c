namespace IdentityHost.Delivery;

/// <summary>A delivery that this process may attempt until its lease ends.</summary>
internal sealed record LeasedDelivery
{
    public required string Id { get; init; }

    public required string BatchId { get; init; }

    public required string ClientId { get; init; }

    public required string Issuer { get; init; }

    public string? Sid { get; init; }

    public required string Sub { get; init; }

    public required string Reason { get; init; }

    public string? InitiatedBy { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Attempts before this one.</summary>
    public required int Attempts { get; init; }

    /// <summary>Those of them that the client refused.</summary>
    public int Refusals { get; init; }

    public required DateTimeOffset GiveUpAt { get; init; }

    public string? TraceParent { get; init; }

    public DateTimeOffset LeasedUntil { get; init; }
}
