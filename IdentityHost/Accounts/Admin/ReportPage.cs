using IdentityHost.Delivery;

using Microsoft.AspNetCore.Mvc;

namespace IdentityHost.Accounts.Admin;

/// <summary>What became of one call of the door.</summary>
internal sealed class ReportPage(IDeliveries deliveries, Names names) : AdminPage(names)
{
    [BindProperty(SupportsGet = true)]
    public string? Batch { get; set; }

    public IReadOnlyList<DeliveryRecord> Rows { get; private set; } = [];

    /// <summary>This page of them, the unfinished ones first.</summary>
    public IReadOnlyList<DeliveryRecord> Shown { get; private set; } = [];

    public int Acknowledged => Rows.Count(row => row.State == DeliveryState.Delivered);

    public bool Done => Rows.All(row => row.State != DeliveryState.Pending);

    public string Summary
    {
        get
        {
            if (Rows.Count == 0)
                return "The sessions have ended. No app had to be told.";
            var (dead, pending) = (Rows.Count(row => row.State == DeliveryState.Dead), Rows.Count(row => row.State == DeliveryState.Pending));
            return $"{Acknowledged} of {Show.Count(Rows.Count, "delivery", "deliveries")} acknowledged"
                + (pending > 0 ? $", {pending} pending" : "") + (dead > 0 ? $", {dead} given up" : "") + ".";
        }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!UserInput.IsPlausibleName(Batch))
            return NotFound();
        Rows = await deliveries.OfBatchAsync(Batch!, cancellationToken);
        Shown = Cut([.. Rows.OrderBy(row => row.State == DeliveryState.Delivered).Skip(Skip).Take(PageSize + 1)]);
        await Names.LoadAsync(Shown.Select(row => row.Sub), cancellationToken);
        return Page();
    }
}
