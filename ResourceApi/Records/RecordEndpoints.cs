using System.Security.Claims;

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;

using ResourceApi.Authorization;

namespace ResourceApi.Records;

/// <summary>The protected data over HTTP.</summary>
internal static class RecordEndpoints
{
    private const int MaxPage = 100;

    public static RouteGroupBuilder MapRecords(this IEndpointRouteBuilder endpoints)
    {
        var records = endpoints.MapGroup("/api/data-event-records").WithTags("DataEventRecords");
        records.MapGet("/", List).RequireAuthorization(Policies.Read).WithName("ListRecords");
        records.MapGet("/{id:guid}", Read).RequireAuthorization(Policies.Read).WithName("ReadRecord");
        records.MapPost("/", Create).RequireAuthorization(Policies.Write).WithName("CreateRecord");
        records.MapPut("/{id:guid}", Change).RequireAuthorization(Policies.Write).WithName("ChangeRecord");
        records.MapDelete("/{id:guid}", Delete).RequireAuthorization(Policies.Write).WithName("DeleteRecord");
        return records;
    }

    private static async Task<Results<Ok<RecordPage>, ProblemHttpResult>> List(
        ClaimsPrincipal user, IAuthorizationService authorization, RecordStore store, CancellationToken cancellationToken, int skip = 0, int take = 20)
    {
        if (skip < 0 || take is < 1 or > MaxPage)
            return TypedResults.Problem($"skip must not be negative; take must be 1 to {MaxPage}.", statusCode: StatusCodes.Status400BadRequest);
        var mayWrite = (await authorization.AuthorizeAsync(user, Policies.Write)).Succeeded;
        return TypedResults.Ok(await store.ListAsync(skip, take, mayWrite, cancellationToken));
    }

    private static async Task<Results<Ok<DataEventRecord>, NotFound>> Read(Guid id, RecordStore store, CancellationToken cancellationToken)
        => await store.FindAsync(id, cancellationToken) is { } record ? TypedResults.Ok(record) : TypedResults.NotFound();

    private static async Task<Created<DataEventRecord>> Create(
        RecordInput input, ClaimsPrincipal user, RecordStore store, CancellationToken cancellationToken)
    {
        var record = await store.CreateAsync(input, Sub(user), cancellationToken);
        return TypedResults.Created($"/api/data-event-records/{record.Id:D}", record);
    }

    private static async Task<Results<Ok<DataEventRecord>, NotFound>> Change(
        Guid id, RecordInput input, ClaimsPrincipal user, RecordStore store, CancellationToken cancellationToken)
        => await store.ChangeAsync(id, input, Sub(user), cancellationToken) is { } record ? TypedResults.Ok(record) : TypedResults.NotFound();

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, RecordStore store, CancellationToken cancellationToken)
        => await store.DeleteAsync(id, cancellationToken) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static string Sub(ClaimsPrincipal user) => user.FindFirstValue("sub") ?? "";
}
