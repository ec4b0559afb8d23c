using IdentityHost.Delivery;

namespace IdentityHost.Api;

/// <summary>What became of one call of the door.</summary>
internal sealed record ReportView(string BatchId, int Total, int Delivered, int Pending, int Dead, bool Done, ApiPage<DeliveryView> Deliveries)
{
    public static ReportView Of(HttpRequest request, string batchId, IReadOnlyList<DeliveryRecord> rows, int skip, int take)
    {
        int Count(DeliveryState state) => rows.Count(row => row.State == state);
        var pending = Count(DeliveryState.Pending);
        var page = ApiPage<DeliveryView>.Of(request, [.. rows.Skip(skip).Take(take + 1).Select(DeliveryView.Of)], skip, take);
        return new ReportView(batchId, rows.Count, Count(DeliveryState.Delivered), pending, Count(DeliveryState.Dead), pending == 0, page);
    }
}
