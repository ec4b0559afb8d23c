namespace IdentityHost.Diagnostics;

/// <summary>How the outbox stands, by client, as last counted.</summary>
internal sealed record DeliveryNumbers(
    IReadOnlyDictionary<string, long> Pending, IReadOnlyDictionary<string, long> Dead, DateTimeOffset? OldestPending)
{
    public static DeliveryNumbers None { get; } = new(new Dictionary<string, long>(), new Dictionary<string, long>(), null);
}
