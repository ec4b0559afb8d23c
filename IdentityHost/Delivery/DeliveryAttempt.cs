using System.Diagnostics;

using IdentityHost.Diagnostics;

namespace IdentityHost.Delivery;

/// <summary>One attempt from the client's settings to the verdict. One client's trouble is a verdict about that client, never an exception.</summary>
internal sealed class DeliveryAttempt(ClientTargets targets, LogoutTokenFactory tokens, LogoutSender sender, ILogger<DeliveryAttempt> logger)
{
    public async Task<AttemptOutcome> RunAsync(LeasedDelivery delivery, CancellationToken cancellationToken)
    {
        using var activity = Trace(delivery);
        activity?.SetTag("client_id", delivery.ClientId);
        try
        {
            if (await targets.FindAsync(delivery.ClientId, cancellationToken) is not { BackChannelLogoutUri: { } uri } target)
                return new AttemptOutcome(AttemptVerdict.Final, null, "no_logout_uri", TimeSpan.Zero);
            var token = await tokens.CreateAsync(target, delivery, cancellationToken);
            DeliveryLog.Sending(logger, delivery.Id, delivery.ClientId, delivery.Attempts + 1);
            var outcome = await sender.SendAsync(uri, token, delivery.Id, delivery.Attempts + 1, cancellationToken);
            activity?.SetTag("verdict", outcome.Verdict.ToString());
            return outcome;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception ex)    // no key for its algorithm, an address that cannot be read: reported, retried, and nobody else waits for it
        {
            DeliveryLog.AttemptFailed(logger, ex, delivery.ClientId);
            return new AttemptOutcome(AttemptVerdict.Unavailable, null, "internal", TimeSpan.Zero);
        }
    }

    /// <summary>Part of the trace in which the session ended, also when that is long over; the client sees it as <c>traceparent</c>.</summary>
    private static Activity? Trace(LeasedDelivery delivery)
    {
        const string name = "DeliverLogout";
        if (CoreMetrics.Activities.StartActivity(name, ActivityKind.Producer, delivery.TraceParent) is { } recorded)
            return recorded;
        return delivery.TraceParent is { } parent ? new Activity(name).SetParentId(parent).Start() : null;
    }
}
