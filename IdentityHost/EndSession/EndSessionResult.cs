namespace IdentityHost.EndSession;

/// <summary>What the door did. Only the caller that ended a session gets its deliveries; for everybody else the lists are empty.</summary>
/// <param name="BatchId">Names the deliveries, for waiting and for the report page.</param>
/// <param name="EndedSids">The sessions that this call ended.</param>
/// <param name="DeliveryIds">The deliveries that this call enqueued.</param>
public sealed record EndSessionResult(string BatchId, IReadOnlyList<string> EndedSids, IReadOnlyList<string> DeliveryIds);
