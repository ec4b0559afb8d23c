using IdentityHost.Accounts;
using IdentityHost.Delivery;

namespace IdentityHost.Api;

/// <summary>The ledger: list, try again, report of a batch.</summary>
internal static class DeliveriesApi
{
    public static async Task<IResult> ListAsync(
        HttpRequest request, IDeliveries deliveries, CancellationToken cancellationToken, string? state = null, string? client = null, string? sub = null, string? sid = null,
        string? batch = null, int skip = 0, int take = ApiInput.DefaultTake)
    {
        if (ApiInput.BadPaging(skip, take) is { } bad)
            return bad;
        DeliveryState? wanted = null;
        if (state is { Length: > 0 })
        {
            if (!Enum.TryParse<DeliveryState>(state, ignoreCase: true, out var known) || !Enum.IsDefined(known) || char.IsDigit(state[0]))
                return Results.Problem("state must be pending, delivered or dead.", statusCode: StatusCodes.Status400BadRequest);
            wanted = known;
        }
        var filter = new DeliveryFilter(wanted, UserInput.Search(client), UserInput.Search(sub), UserInput.Search(sid), UserInput.Search(batch));
        var rows = await deliveries.SearchAsync(filter, skip, take + 1, cancellationToken);
        return Results.Ok(ApiPage<DeliveryView>.Of(request, [.. rows.Select(DeliveryView.Of)], skip, take));
    }

    public static async Task<IResult> RedeliverAsync(string id, HttpContext http, IDeliveries deliveries)
    {
        if (!ApiInput.IsPlausible(id) || (await deliveries.SearchAsync(new DeliveryFilter(Id: id), 0, 1, CancellationToken.None)) is not [_])
            return ApiInput.NotFound("delivery");
        return await deliveries.RedeliverAsync(id, ApiCaller.Of(http), CancellationToken.None)
            ? Results.Accepted()
            : Results.Problem("The client has acknowledged this delivery already.", statusCode: StatusCodes.Status409Conflict);
    }

    public static async Task<IResult> ReportAsync(
        string batchId, HttpRequest request, IDeliveries deliveries, CancellationToken cancellationToken, int skip = 0, int take = ApiInput.DefaultTake)
    {
        if (ApiInput.BadPaging(skip, take) is { } bad)
            return bad;
        // A batch without deliveries leaves no trace in the ledger: its report is empty, not missing.
        var rows = ApiInput.IsPlausible(batchId) ? await deliveries.OfBatchAsync(batchId, cancellationToken) : [];
        return Results.Ok(ReportView.Of(request, batchId, rows, skip, take));
    }
}
