using IdentityHost.EndSession;

namespace IdentityHost.Api;

/// <summary>What a call that ends sessions did.</summary>
/// <param name="BatchId">Names the report.</param>
/// <param name="EndedSessions">How many sessions this call ended.</param>
/// <param name="Deliveries">How many apps are being told.</param>
internal sealed record EndedView(string BatchId, int EndedSessions, int Deliveries)
{
    /// <summary>202: the sessions have ended; the apps are being told, and the report says how that goes.</summary>
    public static IResult Accepted(EndSessionResult ended)
        => Results.Accepted($"/api/reports/{Uri.EscapeDataString(ended.BatchId)}", new EndedView(ended.BatchId, ended.EndedSids.Count, ended.DeliveryIds.Count));
}
