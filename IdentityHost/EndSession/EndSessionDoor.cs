using System.Data.Common;
using System.Diagnostics;

using IdentityHost.Data;
using IdentityHost.Delivery;
using IdentityHost.Diagnostics;

namespace IdentityHost.EndSession;

internal sealed class EndSessionDoor(
    IDatabase database, SessionEnding sessions, ClientEnding clients, DeliverySignal signal, SessionEndSignal pages, CoreMetrics metrics,
    TimeProvider time, ILogger<EndSessionDoor> logger) : IEndSession
{
    private const int ExpiryBatch = 500;

    public Task<EndSessionResult> EndAsync(EndSessionRequest request, CancellationToken cancellationToken) => EndAsync(request, null, cancellationToken);

    /// <summary>As <see cref="IEndSession.EndAsync"/>, with <paramref name="also"/> in the same transaction, before the sessions end.</summary>
    public Task<EndSessionResult> EndAsync(
        EndSessionRequest request, Func<DbConnection, DbTransaction, Task>? also, CancellationToken cancellationToken)
        => request switch
        {
            { Sid: { } sid, Sub: null, ClientId: null } => RunAsync(request, SessionSelection.OfSid(sid), also, cancellationToken),
            { Sid: null, Sub: { } sub, ClientId: null } => RunAsync(request, SessionSelection.OfUser(sub, request.ExceptSid), also, cancellationToken),
            { Sid: null, Sub: null, ClientId: not null } => RunAsync(request, null, also, cancellationToken),
            _ => throw new ArgumentException("Exactly one of Sid, Sub and ClientId must be set.", nameof(request)),
        };

    /// <summary>Ends a batch of sessions whose idle or absolute lifetime is over. Safe on several nodes at once.</summary>
    public Task<EndSessionResult> EndExpiredAsync(CancellationToken cancellationToken)
        => RunAsync(new EndSessionRequest(EndReason.Expired), SessionSelection.Expired(ExpiryBatch, database.SkipLocked), null, cancellationToken);

    private async Task<EndSessionResult> RunAsync(
        EndSessionRequest request, SessionSelection? selection, Func<DbConnection, DbTransaction, Task>? also, CancellationToken cancellationToken)
    {
        using var activity = CoreMetrics.Activities.StartActivity("EndSession");
        activity?.SetTag("reason", request.Reason.Name());
        var context = new EndingContext(Secret.NewId(), time.GetUtcNow(), Activity.Current?.Id);
        var result = await database.WriteAsync(
            async (connection, transaction) =>
            {
                if (also is not null)
                    await also(connection, transaction);
                return selection is null
                    ? await clients.EndAsync(connection, transaction, request, context)
                    : await sessions.EndAsync(connection, transaction, selection, request, context);
            }, cancellationToken);

        if (result.EndedSids.Count > 0 || result.DeliveryIds.Count > 0)
        {
            metrics.SessionsEnded(request.Reason, result.EndedSids.Count);
            CoreLog.SessionsEnded(logger, result.EndedSids.Count, request.Reason, result.DeliveryIds.Count, result.BatchId);
        }
        if (result.DeliveryIds.Count > 0)
            signal.Wake();      // after the commit, or the worker would look too early
        pages.Ended(result.EndedSids);
        return result;
    }
}
