namespace IdentityHost.Delivery;

/// <summary>What to show of the ledger; null means any.</summary>
public sealed record DeliveryFilter(DeliveryState? State = null, string? ClientId = null, string? Sub = null, string? Sid = null, string? BatchId = null, string? Id = null);
